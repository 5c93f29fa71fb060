import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** One side of a comparison: a request that is repeated. */
export type LoadRequest = {
  url: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** A text that every answer must hold. */
  contains?: string;
};

type Block = {
  answers: number;
  failed: number;
  bytesPerAnswer: number;
  p50Ms: number;
  p95Ms: number;
};

/** The p95 of two sides, measured in blocks that take turns, so that what the machine does besides meets both. */
export type Comparison = {
  ratio: number;
  a: Block;
  b: Block;
  blocks: number;
  connections: number;
};

const blocks = 5;
const seconds = 3;
const connections = 50;

/**
 * Asks both sides in turns and compares the medians of their blocks.
 *
 * @throws Error when an answer was not 200, or did not hold what it must
 */
export async function compareLoad(a: LoadRequest, b: LoadRequest): Promise<Comparison> {
  await measure(a, 1);
  await measure(b, 1);
  const measured: { a: Block[]; b: Block[] } = { a: [], b: [] };
  for (let block = 0; block < blocks; block++) {
    const isEven = block % 2 === 0;
    if (isEven) measured.a.push(await measure(a, seconds));
    measured.b.push(await measure(b, seconds));
    if (!isEven) measured.a.push(await measure(a, seconds));
  }
  const [ofA, ofB] = [medianBlock(measured.a), medianBlock(measured.b)];
  return { ratio: ofA.p95Ms / ofB.p95Ms, a: ofA, b: ofB, blocks, connections };
}

async function measure(request: LoadRequest, forSeconds: number): Promise<Block> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(__dirname, 'load.mjs'),
    JSON.stringify({ ...request, seconds: forSeconds, connections }),
  ]);
  const block: Block = JSON.parse(stdout);
  if (block.failed > 0 || block.answers === 0) {
    throw new Error(
      `${request.url}: ${block.failed} of ${block.answers} answers were not as they should be`,
    );
  }
  return block;
}

function medianBlock(measured: Block[]): Block {
  const sorted = [...measured].sort((x, y) => x.p95Ms - y.p95Ms);
  return sorted[Math.floor(sorted.length / 2)];
}
