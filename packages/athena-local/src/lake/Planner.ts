import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import pLimit from 'p-limit';
import type { PlannedTable } from './PlannedTable';
import { quoteName, quoteText } from './quote';
import { readScans, type ScanNode } from './readScans';
import { Skeletons } from './Skeletons';
import type { TableScan } from './TableScan';

/**
 * Tells what a query will read before it reads anything: which partitions of its tables, and which columns. It plans
 * against stand-ins, with DuckDB's own optimizer.
 */
export class Planner {
  // A plan needs views of its own, so there is one at a time.
  readonly #oneAtATime = pLimit(1);

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly skeletons: Skeletons,
  ) {}

  static async open(macros: readonly string[]): Promise<Planner> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    // The stand-ins hold NULLs only, and nothing must be concluded from that.
    await connection.run("SET disabled_optimizers = 'statistics_propagation,common_subplan'");
    for (const macro of macros) await connection.run(macro);
    return new Planner(instance, connection, await Skeletons.create(connection));
  }

  /**
   * The scans of a query.
   *
   * @param sql - in DuckDB's SQL
   * @param views - the tables it reads, by the names of the views in it
   * @throws what DuckDB throws when the query cannot be planned
   */
  scans(sql: string, views: ReadonlyMap<string, PlannedTable>): Promise<TableScan[]> {
    return this.#oneAtATime(async () => {
      const tables = [...views.values()];
      let mark = 0;
      for (const [view, table] of views) {
        await this.#createView(view, table, mark);
        mark += 1;
      }
      const rows = await this.connection.runAndReadAll(`EXPLAIN (FORMAT JSON) ${sql}`);
      const nodes = readScans(String(rows.getRows()[0]?.[1] ?? '[]'));
      const scans: TableScan[] = [];
      for (const node of nodes) scans.push(await this.#scan(tables[node.mark], node));
      return scans;
    });
  }

  async close(): Promise<void> {
    await this.#oneAtATime(async () => {
      this.connection.closeSync();
      this.instance.closeSync();
      await this.skeletons.remove();
    });
  }

  async #createView(view: string, table: PlannedTable, mark: number): Promise<void> {
    const marker = `__scan_${mark}`;
    const names = [...table.columns, ...table.partitionColumns].map(({ name }) => quoteName(name));
    const relation = await this.skeletons.relation(table, marker);
    // The cast could fail, so DuckDB neither drops the condition nor decides it by a file's name.
    await this.connection.run(
      `CREATE OR REPLACE TEMP VIEW ${view} AS SELECT ${names.join(', ')} FROM (${relation}) WHERE CAST(${marker} AS INTEGER) IS NOT NULL`,
    );
  }

  async #scan(table: PlannedTable, { projections, filters }: ScanNode): Promise<TableScan> {
    const mentioned = [...projections, ...filters.map(withoutTexts)].join(' ');
    return {
      table,
      columns: table.columns.map(({ name }) => name).filter(name => mentions(mentioned, name)),
      partitions: await this.#surviving(table, filters),
      filters,
    };
  }

  /** The partitions for which no filter is false that can be decided without reading a file. */
  async #surviving(
    { partitions, partitionColumns }: PlannedTable,
    filters: readonly string[],
  ): Promise<PlannedTable['partitions']> {
    if (partitionColumns.length === 0 || partitions.length === 0) return partitions;
    const rows = partitions.map((values, i) => {
      const literals = values.map(value => (value === null ? 'NULL' : quoteText(value)));
      return `(${[i, ...literals].join(', ')})`;
    });
    const casts = partitionColumns.map(
      ({ name, type }, i) => `CAST(v${i} AS ${type}) AS ${quoteName(name)}`,
    );
    const source = `(VALUES ${rows.join(', ')}) AS v(__index, ${partitionColumns.map((_, i) => `v${i}`).join(', ')})`;
    const kept = new Set(partitions.map((_, i) => i));
    for (const filter of filters) {
      if (!partitionColumns.some(({ name }) => mentions(withoutTexts(filter), name))) continue;
      const matching = await this.#tryAsk(
        `SELECT __index FROM (SELECT __index, ${casts.join(', ')} FROM ${source}) WHERE ${filter}`,
      );
      if (!matching) continue;
      const indexes = new Set(matching.map(row => Number(row[0])));
      for (const index of kept) if (!indexes.has(index)) kept.delete(index);
    }
    return partitions.filter((_, i) => kept.has(i));
  }

  /** A filter that also needs columns of files does not bind here: it prunes nothing. */
  async #tryAsk(sql: string) {
    try {
      return (await this.connection.runAndReadAll(sql)).getRows();
    } catch {
      return undefined;
    }
  }
}

function withoutTexts(sql: string): string {
  return sql.replace(/'(?:[^']|'')*'/g, "''");
}

function mentions(text: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w"])"?${escaped}(?!\\w)`, 'i').test(text);
}
