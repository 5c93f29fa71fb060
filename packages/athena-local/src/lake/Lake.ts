import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import {
  LakeTable,
  openSandbox,
  tableOptions,
} from 'backstage-plugin-service-insights-backend-module-duckdb';
import pLimit from 'p-limit';
import { duckDbMacros } from 'service-insights-trino-sql';
import { columnOfType } from '../results/columnOfType';
import { encodeValue } from '../results/encodeValue';
import type { Cell } from '../results/QueryResult';
import type { ResultColumn } from '../results/ResultColumn';
import { ColumnBytes } from './ColumnBytes';
import type { PlannedTable } from './PlannedTable';
import { Planner } from './Planner';
import { tableDeclarations, type TableDeclarations } from './tableDeclarations';
import type { TableScan } from './TableScan';

const queriesAtOnce = 2;
const gigabyte = 1e9;

/** The files behind Athena: plans queries over them, and runs them on DuckDB. */
export class Lake {
  readonly #turns = pLimit(queriesAtOnce);
  readonly #metadataTurn = pLimit(1);
  readonly #running = new Set<Promise<unknown>>();
  readonly #columnBytes: ColumnBytes;

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly metadata: DuckDBConnection,
    private readonly planner: Planner,
    readonly tables: ReadonlyMap<string, LakeTable>,
  ) {
    this.#columnBytes = new ColumnBytes(metadata);
  }

  /**
   * @throws ZodError that names what is wrong with a declaration
   */
  static async open(options: { directory: string; tables: TableDeclarations }): Promise<Lake> {
    const directory = await realpath(resolve(options.directory));
    const declared = Object.entries(tableDeclarations.parse(options.tables));
    const tables = declared.map(([name, declaration]) => {
      const { parts } = tableOptions.parse(declaration);
      const lowerCase = name.toLowerCase();
      return [lowerCase, new LakeTable(lowerCase, { directory, parts })] as const;
    });
    const instance = await openSandbox({
      directories: [directory],
      memoryLimit: gigabyte,
      macros: duckDbMacros,
    });
    const planner = await Planner.open(duckDbMacros);
    return new Lake(instance, await instance.connect(), planner, new Map(tables));
  }

  /** A table with the partitions it has now. */
  planned(table: LakeTable): Promise<PlannedTable> {
    return this.#metadataTurn(async () => {
      const columns = await table.columns(ask(this.metadata));
      const isPartition = ({ name }: { name: string }) => table.partitionedBy(name) === 'files';
      const partitionColumns = columns.filter(isPartition);
      const tuples = new Map<string, (string | null)[]>();
      for (const { file } of await table.files()) {
        const values = partitionColumns.map(({ name }) => file.partition[name] ?? null);
        tuples.set(JSON.stringify(values), values);
      }
      return {
        name: table.name,
        columns: columns.filter(column => !isPartition(column)),
        partitionColumns,
        partitions: [...tuples.values()],
      };
    });
  }

  /**
   * What a query will read.
   *
   * @param views - the tables of the query by the views that stand for them in the SQL
   * @throws what DuckDB throws when the query cannot be planned
   */
  async scans(sql: string, views: ReadonlyMap<string, LakeTable>): Promise<TableScan[]> {
    const planned = new Map<string, PlannedTable>();
    for (const [view, table] of views) planned.set(view, await this.planned(table));
    return this.planner.scans(sql, planned);
  }

  /** The bytes of a scan: the needed columns of Parquet files, other files whole. */
  async bytesOf({ table, columns, partitions }: TableScan): Promise<number> {
    const read = new Set(partitions.map(values => JSON.stringify(values)));
    const files = (await this.tables.get(table.name)?.files()) ?? [];
    let bytes = 0;
    for (const { format, file } of files) {
      const values = table.partitionColumns.map(({ name }) => file.partition[name] ?? null);
      if (!read.has(JSON.stringify(values))) continue;
      bytes +=
        format === 'parquet'
          ? await this.#metadataTurn(() => this.#columnBytes.of(file, columns))
          : file.bytes;
    }
    return bytes;
  }

  /**
   * Runs a query to its end.
   *
   * @throws what DuckDB throws, also when it is aborted
   */
  run(
    sql: string,
    views: ReadonlyMap<string, LakeTable>,
    scans: readonly TableScan[],
    signal: AbortSignal,
  ): Promise<{ columns: ResultColumn[]; rows: Cell[][] }> {
    const running = this.#turns(async () => {
      signal.throwIfAborted();
      const connection = await this.instance.connect();
      const interrupt = () => connection.interrupt();
      signal.addEventListener('abort', interrupt);
      try {
        for (const [view, table] of views) {
          const { select } = await table.content(ask(connection), wanted(table, scans));
          await connection.run(`CREATE OR REPLACE TEMP VIEW ${view} AS ${select}`);
        }
        return await readAll(connection, sql, signal);
      } finally {
        signal.removeEventListener('abort', interrupt);
        connection.closeSync();
      }
    });
    this.#running.add(running);
    const forget = () => this.#running.delete(running);
    running.then(forget, forget);
    return running;
  }

  /** Closes everything once the queries have ended: abort them first. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#running);
    await this.planner.close();
    await this.#metadataTurn(async () => {
      this.metadata.closeSync();
      this.instance.closeSync();
    });
  }
}

function ask(connection: DuckDBConnection) {
  return async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjects();
}

/** The values of the first partition column that any scan of the table reads: the others' files need no look. */
function wanted(table: LakeTable, scans: readonly TableScan[]) {
  const own = scans.filter(scan => scan.table.name === table.name);
  const column = own[0]?.table.partitionColumns[0]?.name;
  if (column === undefined) return undefined;
  const values = own.flatMap(scan => scan.partitions.map(partition => partition[0]));
  if (values.includes(null)) return undefined;
  return { column, values: new Set(values.flatMap(value => value ?? [])) };
}

async function readAll(connection: DuckDBConnection, sql: string, signal: AbortSignal) {
  signal.throwIfAborted();
  const result = await connection.stream(sql);
  const types = result.columnTypes();
  const columns = result.columnNames().map((name, i) => columnOfType(name, types[i]));
  const rows: Cell[][] = [];
  for await (const batch of result.yieldRows()) {
    // An interrupt between two batches would be lost.
    signal.throwIfAborted();
    for (const row of batch) rows.push(row.map((value, i) => encodeValue(value, types[i])));
  }
  return { columns, rows };
}
