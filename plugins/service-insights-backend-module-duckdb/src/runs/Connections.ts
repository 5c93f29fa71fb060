import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import pLimit, { type Limit } from 'p-limit';

/** Connections that are used again, and no more at once than the engine may run. */
export class Connections {
  readonly #instance: DuckDBInstance;
  readonly #limit: Limit;
  readonly #idle: DuckDBConnection[] = [];
  readonly #working = new Set<Promise<unknown>>();

  constructor(instance: DuckDBInstance, concurrency: number) {
    this.#instance = instance;
    this.#limit = pLimit(concurrency);
  }

  /** Waits for its turn, then works with a connection of its own. */
  async use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const working = this.#limit(async () => {
      const connection = this.#idle.pop() ?? (await this.#instance.connect());
      try {
        return await work(connection);
      } finally {
        this.#idle.push(connection);
      }
    });
    this.#working.add(working);
    try {
      return await working;
    } finally {
      this.#working.delete(working);
    }
  }

  /** Closes the connections when all work is done. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#working);
    for (const connection of this.#idle.splice(0)) connection.closeSync();
  }
}
