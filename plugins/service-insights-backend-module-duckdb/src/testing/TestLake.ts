import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type {
  EngineRunStatus,
  EngineStatement,
  EngineValue,
  TableRead,
} from 'backstage-plugin-service-insights-node';
import type { DuckDbEngineOptions } from '../config/engineOptions';
import { DuckDbEngine } from '../DuckDbEngine';

/** A folder of files in which engines of a test look. */
export class TestLake {
  readonly directory: string;
  readonly #engines: DuckDbEngine[] = [];

  static async create(): Promise<TestLake> {
    return new TestLake(await mkdtemp(join(tmpdir(), 'duckdb-lake-')));
  }

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** Writes a file, gzipped when its name says so. */
  async write(path: string, content: string | Buffer): Promise<void> {
    const file = join(this.directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, path.endsWith('.gz') ? gzipSync(content) : content);
  }

  async engine(
    tables: DuckDbEngineOptions['tables'],
    options: Partial<DuckDbEngineOptions> = {},
  ): Promise<DuckDbEngine> {
    const engine = await DuckDbEngine.create({
      name: 'lake',
      directory: this.directory,
      tables,
      ...options,
    });
    this.#engines.push(engine);
    return engine;
  }

  async remove(): Promise<void> {
    for (const engine of this.#engines) await engine.close();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** A statement over tables whose partition is `day`. */
export function statement(sql: string, ...reads: TableRead[]): EngineStatement {
  return { sql, parameters: [], reads };
}

/** What a statement reads of a table: its `day` is one of the values. */
export function days(table: string, ...values: string[]): TableRead {
  return { table, partition: { column: 'day', values } };
}

/** A token as the backend makes them. */
export function token(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

let starts = 0;

/** Runs a statement to its end. */
export async function run(
  engine: DuckDbEngine,
  what: EngineStatement,
  options: { bytesLimit?: number } = {},
): Promise<{ id: string; status: EngineRunStatus; columns: string[]; rows: EngineValue[][] }> {
  starts += 1;
  const id = await engine.start(what, { token: token(`run ${starts}`), ...options });
  const status = await ended(engine, id);
  const columns: string[] = [];
  const rows: EngineValue[][] = [];
  if (status.state === 'succeeded') {
    for await (const batch of engine.rows(id, {})) {
      columns.splice(0, columns.length, ...batch.columns.map(c => `${c.name} ${c.type}`));
      rows.push(...batch.rows.map(row => [...row]));
    }
  }
  return { id, status, columns, rows };
}

/** Waits until a run is at its end. */
export async function ended(engine: DuckDbEngine, id: string): Promise<EngineRunStatus> {
  for (;;) {
    const status = (await engine.status([id])).get(id);
    if (!status) throw new Error('the engine does not know the run');
    if (status.state !== 'queued' && status.state !== 'running') return status;
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
