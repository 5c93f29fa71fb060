import { resultFile } from './resultFile';
import type { QueryResult } from './QueryResult';

/**
 * Keeps results until they expire: those in S3 by their place, as a lifecycle rule deletes them, the managed ones for
 * the time Athena keeps them.
 */
export class ResultStore {
  readonly #objects = new Map<string, QueryResult>();
  readonly #expired = new WeakSet<QueryResult>();
  readonly #buckets = new Set<string>();

  constructor(
    private readonly options: { now(): number; keptForMs: number; managedKeptForMs: number },
  ) {}

  add(result: QueryResult): void {
    if (result.object) this.#objects.set(place(result.object), result);
  }

  /** Deletes a result, as a lifecycle rule would. */
  expire(result: QueryResult): void {
    this.#expired.add(result);
    // The query stays in the history, its rows need not.
    result.rows = [];
    if (result.object) this.#objects.delete(place(result.object));
  }

  /** Deletes the result at a place, if there is one. */
  expireObject(object: { bucket: string; key: string }): void {
    const result = this.#objects.get(place(object));
    if (result) this.expire(result);
  }

  isGone(result: QueryResult): boolean {
    const { now, keptForMs, managedKeptForMs } = this.options;
    const keptFor = result.object ? keptForMs : managedKeptForMs;
    if (now() - result.completedAtMs > keptFor) this.expire(result);
    return this.#expired.has(result);
  }

  /** The text of a result file, and nothing when there is none at that place. */
  file(object: {
    bucket: string;
    key: string;
  }): { body: Buffer; modifiedAtMs: number } | undefined {
    const result = this.#objects.get(place(object));
    if (!result || this.isGone(result)) return undefined;
    return { body: Buffer.from(resultFile(result)), modifiedAtMs: result.completedAtMs };
  }

  /** Whether anything was ever to be written into a bucket. */
  hasBucket(bucket: string): boolean {
    return this.#buckets.has(bucket);
  }

  /** Makes a bucket known: asking an unknown one is another error than asking for an unknown key. */
  addBucket(bucket: string): void {
    this.#buckets.add(bucket);
  }
}

function place({ bucket, key }: { bucket: string; key: string }): string {
  return `${bucket}/${key}`;
}
