/**
 * A stream of numbers that is the same for the same parts, on every machine: sfc32, seeded by an FNV-1a hash.
 *
 * @internal
 */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** 32 random bits. */
  bits(): number;
  /** An integer in [0, below). */
  below(below: number): number;
  /** Standard normal. */
  normal(): number;
  /** A count with the given mean. */
  poisson(mean: number): number;
}

/**
 * Starts a stream. Streams of different parts are independent, which is what lets a day be generated without the
 * days before it.
 *
 * @param parts - what the stream is for, as seed, dataset and day
 * @internal
 */
export function randomFor(...parts: readonly (string | number)[]): Random {
  const next = sfc32(parts.join('\u0000'));
  const uniform = () => next() / 4_294_967_296;
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

  return {
    next: uniform,
    bits: next,
    below: below => Math.floor(uniform() * below),
    normal,
    poisson: mean => {
      if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = uniform(); product > limit; product *= uniform()) count += 1;
      return count;
    },
  };
}

/** FNV-1a over the text's code units, from a given offset. */
function fnv1a(text: string, offset: number): number {
  let hash = offset;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash | 0;
}

function sfc32(seed: string): () => number {
  let a = fnv1a(seed, 0x811c9dc5);
  let b = fnv1a(seed, 0x9e3779b9);
  let c = fnv1a(seed, 0x243f6a88);
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i += 1) next();
  return next;
}
