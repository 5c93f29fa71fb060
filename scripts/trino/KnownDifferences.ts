import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { TrinoValue } from './TrinoClient';

const schema = z.array(
  z.strictObject({
    /** What the statement holds, as `approx_distinct(`. */
    form: z.string().min(1),
    /** How far apart two numbers may be, as a share of the smaller; everything else must be the same. */
    within: z.number().positive(),
    reason: z.string().min(1),
  }),
);
type Rows = readonly (readonly TrinoValue[])[];

/** Forms that DuckDB answers otherwise than Trino, on purpose. */
export class KnownDifferences {
  readonly #differences: z.output<typeof schema>;

  static async read(): Promise<KnownDifferences> {
    const text = await readFile(join(__dirname, 'differences.json'), 'utf8');
    return new KnownDifferences(schema.parse(JSON.parse(text)));
  }

  private constructor(differences: z.output<typeof schema>) {
    this.#differences = differences;
  }

  /** Why a statement's rows may differ as they do; nothing when they may not. */
  reasonFor(sql: string, trino: Rows, duckDb: Rows): string | undefined {
    return this.#differences.find(
      ({ form, within }) => sql.includes(form) && isWithin(trino.flat(), duckDb.flat(), within),
    )?.reason;
  }
}

function isWithin(a: readonly TrinoValue[], b: readonly TrinoValue[], share: number): boolean {
  const isClose = (x: TrinoValue, y: TrinoValue) =>
    typeof x === 'number' && typeof y === 'number'
      ? Math.abs(x - y) <= share * Math.min(Math.abs(x), Math.abs(y))
      : JSON.stringify(x) === JSON.stringify(y);
  return a.length === b.length && a.every((value, i) => isClose(value, b[i]));
}
