import type { Rows } from './Rows';

type Kept = { rows: Rows; keptAtMs: number; read: boolean };

/** Long enough for a failed publish to read again. */
const keepMs = 15 * 60_000;

/**
 * The rows of finished runs, within a bound. When they would take more, those that were read go first, then the oldest.
 */
export class KeptRows {
  readonly mostBytes: number;
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(mostBytes: number, now: () => number = Date.now) {
    this.mostBytes = mostBytes;
    this.#now = now;
  }

  keep(id: string, rows: Rows): void {
    this.expire();
    const byReadThenAge = [...this.#kept].sort(
      ([, a], [, b]) => Number(b.read) - Number(a.read) || a.keptAtMs - b.keptAtMs,
    );
    for (const [other] of byReadThenAge) {
      if (this.#bytes + rows.bytes <= this.mostBytes) break;
      this.drop(other);
    }
    this.#kept.set(id, { rows, keptAtMs: this.#now(), read: false });
    this.#bytes += rows.bytes;
  }

  find(id: string): Rows | undefined {
    return this.#kept.get(id)?.rows;
  }

  wasRead(id: string): void {
    const kept = this.#kept.get(id);
    if (kept) kept.read = true;
  }

  drop(id: string): void {
    const kept = this.#kept.get(id);
    if (kept && this.#kept.delete(id)) this.#bytes -= kept.rows.bytes;
  }

  /** Lets go of rows that nobody will read any more. */
  expire(): void {
    for (const [id, { keptAtMs }] of this.#kept) {
      if (this.#now() - keptAtMs > keepMs) this.drop(id);
    }
  }
}
