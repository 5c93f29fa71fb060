/**
 * The customers of a dataset as this process has met them, each by a small number of its own.
 *
 * Customers are most of what a day holds, so a key is found in the text it arrives in, without being cut out of it, and
 * everything after works on numbers. It is a hash table with open addressing; a `Map` would need a new string, its hash
 * and a comparison for each of a day's customers, which took as long as all the rest.
 */
export class CustomerDictionary {
  readonly #keys: string[] = [];
  readonly #ids: number[] = [];
  readonly #hashes: number[] = [];
  readonly #otherHashes: number[] = [];
  /** Numbers of customers plus one, at the place of their hash or after it. The length is a power of two. */
  #places = new Int32Array(1_024);
  #pending: number[] = [];

  /** How many customers it knows. */
  get size(): number {
    return this.#keys.length;
  }

  /** The number of the customer whose key is a text, or a part of one. */
  indexOf(text: string, start = 0, end = text.length): number {
    const hash = hashOf(text, start, end, 0x811c9dc5);
    const last = this.#places.length - 1;
    for (let place = mixed(hash) & last; ; place = (place + 1) & last) {
      const index = this.#places[place] - 1;
      if (index === -1) {
        this.#places[place] = this.size + 1;
        return this.#add(text.slice(start, end), hash);
      }
      if (this.#hashes[index] === hash && isAt(text, start, end, this.#keys[index])) return index;
    }
  }

  /** The customer's id in the database. It must have been interned. */
  idOf(index: number): number {
    const id = this.#ids[index];
    if (!id) throw new Error('A customer was not interned');
    return id;
  }

  /** One of two hashes of the customer's key. */
  hashOf(index: number, lane: 0 | 1): number {
    return lane === 0 ? this.#hashes[index] : this.#otherHashes[index];
  }

  /** The customers whose ids are not known yet. */
  pending(): { index: number; key: string }[] {
    return this.#pending.map(index => ({ index, key: this.#keys[index] }));
  }

  /** Takes ids from the database, by dictionary number. */
  learn(ids: ReadonlyMap<number, number>): void {
    for (const [index, id] of ids) this.#ids[index] = id;
    this.#pending = this.#pending.filter(index => this.#ids[index] === 0);
  }

  /** Lets go of a customer's key: met again, they are someone new to the dictionary. */
  forget(index: number): void {
    this.#keys[index] = '';
  }

  #add(key: string, hash: number): number {
    const index = this.size;
    this.#keys.push(Buffer.from(key).toString()); // a copy: a slice keeps the text alive it was cut from
    this.#ids.push(0);
    this.#hashes.push(hash);
    this.#otherHashes.push(hashOf(key, 0, key.length, 0x5bd1e995));
    this.#pending.push(index);
    if (this.size * 2 > this.#places.length) this.#grow();
    return index;
  }

  #grow(): void {
    const places = new Int32Array(this.#places.length * 4);
    const last = places.length - 1;
    for (let index = 0; index < this.size; index++) {
      let place = mixed(this.#hashes[index]) & last;
      while (places[place] !== 0) place = (place + 1) & last;
      places[place] = index + 1;
    }
    this.#places = places;
  }
}

/** FNV-1a over UTF-16. */
function hashOf(text: string, start: number, end: number, seed: number): number {
  let hash = seed;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

function mixed(hash: number): number {
  return hash ^ (hash >>> 15);
}

function isAt(text: string, start: number, end: number, key: string): boolean {
  return end - start === key.length && text.startsWith(key, start);
}
