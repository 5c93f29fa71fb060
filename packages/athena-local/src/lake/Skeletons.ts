import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { PlannedTable } from './PlannedTable';
import { quoteName, quoteText } from './quote';

const hiveNull = '__HIVE_DEFAULT_PARTITION__';

/**
 * Stand-ins for tables, to plan against: Parquet files with a table's columns and one row of NULLs, one for each of its
 * partitions. DuckDB prunes them as it would prune the data, whatever format the data is in.
 */
export class Skeletons {
  readonly #made = new Map<string, { signature: string; folder: string }>();
  #count = 0;

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly folder: string,
  ) {}

  static async create(connection: DuckDBConnection): Promise<Skeletons> {
    return new Skeletons(connection, await mkdtemp(join(tmpdir(), 'athena-local-')));
  }

  /**
   * SQL that reads a table's stand-in.
   *
   * @param marker - the name of a column with the path of the file, which is made up
   */
  async relation(table: PlannedTable, marker: string): Promise<string> {
    if (table.partitions.length === 0) return nothing(table, marker);
    const folder = await this.#folderOf(table);
    const types = table.partitionColumns.map(({ name, type }) => `${quoteName(name)}: ${type}`);
    const hive = types.length > 0 ? `, hive_types = {${types.join(', ')}}` : '';
    const glob = join(folder, ...table.partitionColumns.map(() => '*'), 'f.parquet');
    return `SELECT * FROM read_parquet(${quoteText(glob)}, filename = ${quoteText(marker)}, hive_partitioning = ${types.length > 0}${hive})`;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async #folderOf(table: PlannedTable): Promise<string> {
    const signature = JSON.stringify([table.columns, table.partitionColumns, table.partitions]);
    const known = this.#made.get(table.name);
    if (known?.signature === signature) return known.folder;
    const folder = join(this.folder, `${this.#count++}`);
    await mkdir(folder);
    const row = join(folder, 'row');
    const nulls = table.columns.map(
      ({ name, type }) => `CAST(NULL AS ${type}) AS ${quoteName(name)}`,
    );
    // A table may consist of partition columns alone, a Parquet file may not be without any.
    const select = nulls.length > 0 ? nulls.join(', ') : 'NULL AS __none';
    await this.connection.run(`COPY (SELECT ${select}) TO ${quoteText(row)} (FORMAT parquet)`);
    for (const values of table.partitions) {
      const path = join(
        folder,
        ...table.partitionColumns.map(
          ({ name }, i) => `${name}=${encodeURIComponent(values[i] ?? hiveNull)}`,
        ),
      );
      await mkdir(path, { recursive: true });
      await copyFile(row, join(path, 'f.parquet'));
    }
    if (known) await rm(known.folder, { recursive: true, force: true });
    this.#made.set(table.name, { signature, folder });
    return folder;
  }
}

function nothing(table: PlannedTable, marker: string): string {
  const nulls = [...table.columns, ...table.partitionColumns].map(
    ({ name, type }) => `CAST(NULL AS ${type}) AS ${quoteName(name)}`,
  );
  return `SELECT ${[...nulls, `'' AS ${quoteName(marker)}`].join(', ')} WHERE false`;
}
