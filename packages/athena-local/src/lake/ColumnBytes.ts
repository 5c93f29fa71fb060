import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteText } from './quote';

type Sizes = { total: number; columns: ReadonlyMap<string, number> };

/** How many bytes the columns of Parquet files take, compressed, as their footers say. */
export class ColumnBytes {
  readonly #known = new Map<string, Promise<Sizes>>();

  constructor(private readonly connection: DuckDBConnection) {}

  /**
   * @param file - `fingerprint` differs when the file's content may differ
   * @returns exact bytes; the whole file's columns where one is needed that the file does not have under that name
   */
  async of(
    file: { path: string; fingerprint: string },
    columns: readonly string[],
  ): Promise<number> {
    const known = this.#known.get(file.fingerprint) ?? this.#read(file.path);
    this.#known.set(file.fingerprint, known);
    const sizes = await known;
    const needed = columns.map(column => sizes.columns.get(column.toLowerCase()));
    return needed.includes(undefined)
      ? sizes.total
      : needed.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
  }

  async #read(path: string): Promise<Sizes> {
    const rows = await this.connection.runAndReadAll(
      // A nested column is stored as several: `payload, a` and `payload, b`.
      `SELECT lower(split_part(path_in_schema, ', ', 1)), sum(total_compressed_size)::BIGINT
       FROM parquet_metadata(${quoteText(path.replace(/[*?[]/g, '[$&]'))}) GROUP BY 1`,
    );
    const columns = new Map(rows.getRows().map(row => [String(row[0]), Number(row[1])]));
    return { columns, total: [...columns.values()].reduce((sum, bytes) => sum + bytes, 0) };
  }
}
