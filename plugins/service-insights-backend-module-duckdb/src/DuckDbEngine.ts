import { randomUUID } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DuckDBInstance } from '@duckdb/node-api';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { eachDay, type Day } from 'backstage-plugin-service-insights-common';
import {
  EngineError,
  type Engine,
  type EngineRowBatch,
  type EngineRunStatus,
  type EngineStatement,
  type SourceDaysRequest,
} from 'backstage-plugin-service-insights-node';
import { duckDbMacros } from 'service-insights-trino-sql';
import { checkPatterns } from './config/checkPatterns';
import type { CheckedEngineOptions, DuckDbEngineOptions } from './config/engineOptions';
import { checkEngineOptions } from './config/readEngines';
import { compileStatement, findTable } from './runs/compileStatement';
import { Connections } from './runs/Connections';
import { KeptRows } from './runs/KeptRows';
import { messageOf } from './runs/messageOf';
import { Run } from './runs/Run';
import { StatementTranslator } from './runs/StatementTranslator';
import { toEngineError } from './runs/toEngineError';
import { validateStatement } from './runs/validateStatement';
import { openSandbox } from './sandbox/openSandbox';
import { ProofFiles } from './sandbox/ProofFiles';
import { ContentDays } from './tables/ContentDays';
import { LakeTable } from './tables/LakeTable';

/** Runs that are remembered for their tokens and states. */
const mostRuns = 10_000;

/**
 * Runs Trino SQL on an embedded DuckDB over local files.
 *
 * Runs live in this process: after a restart their ids are unknown.
 *
 * @public
 */
export class DuckDbEngine implements Engine {
  readonly name: string;
  /** One more than run at once, so that none waits for the next to be started. */
  readonly concurrency: number;
  readonly #options: CheckedEngineOptions;
  readonly #instance: DuckDBInstance;
  readonly #proof: ProofFiles;
  readonly #tables: ReadonlyMap<string, LakeTable>;
  readonly #connections: Connections;
  readonly #rows: KeptRows;
  readonly #translator = new StatementTranslator();
  readonly #contentDays = new ContentDays();
  readonly #logger: Pick<LoggerService, 'warn'> | undefined;
  readonly #runs = new Map<string, Run>();
  readonly #byToken = new Map<string, Run>();

  /**
   * Opens a DuckDB that can read the options' folder and nothing else.
   *
   * @throws InputError that names what is wrong with the options
   */
  static async create(
    options: DuckDbEngineOptions,
    context: { logger?: Pick<LoggerService, 'warn'> } = {},
  ): Promise<DuckDbEngine> {
    return DuckDbEngine.open(checkEngineOptions(options, 'options'), {
      ...context,
      path: 'options',
    });
  }

  /** @internal */
  static async open(
    options: CheckedEngineOptions,
    context: { logger?: Pick<LoggerService, 'warn'>; path: string },
  ): Promise<DuckDbEngine> {
    // DuckDB compares paths without links, so the folder must be known without them too.
    const directory = await realpath(resolve(options.directory)).catch((error: unknown) => {
      throw new InputError(
        `Invalid configuration at ${context.path}.directory: there is no folder '${resolve(options.directory)}'`,
        error,
      );
    });
    const proof = await ProofFiles.create();
    const instance = await openSandbox({
      directories: [directory, proof.directory],
      memoryLimit: options.memoryLimit,
      macros: duckDbMacros,
    });
    try {
      await checkPatterns(options, instance, context.path);
    } catch (error) {
      instance.closeSync();
      await proof.remove();
      throw error;
    }
    return new DuckDbEngine({ ...options, directory }, instance, proof, context.logger);
  }

  private constructor(
    options: CheckedEngineOptions,
    instance: DuckDBInstance,
    proof: ProofFiles,
    logger: Pick<LoggerService, 'warn'> | undefined,
  ) {
    this.name = options.name;
    this.concurrency = options.concurrency + 1;
    this.#options = options;
    this.#instance = instance;
    this.#proof = proof;
    this.#logger = logger;
    this.#connections = new Connections(instance, options.concurrency);
    this.#rows = new KeptRows(options.memoryLimit / 2);
    this.#tables = new Map(
      Object.entries(options.tables).map(([name, { parts }]) => [
        name.toLowerCase(),
        new LakeTable(name, { directory: options.directory, parts }),
      ]),
    );
  }

  async start(
    statement: EngineStatement,
    options: { token: string; bytesLimit?: number },
  ): Promise<string> {
    const statementKey = keyOf(statement);
    const known = this.#byToken.get(options.token);
    if (known) {
      if (known.statementKey === statementKey) return known.id;
      throw new EngineError({
        class: 'definition',
        code: 'TOKEN_REUSED',
        message: 'The token of a run was used for another statement',
      });
    }
    const run = new Run(
      randomUUID(),
      statementKey,
      compileStatement(statement, this.#tables, this.#translator),
    );
    this.#remember(options.token, run);
    void this.#execute(run, options.bytesLimit);
    return run.id;
  }

  async status(ids: readonly string[]): Promise<Map<string, EngineRunStatus>> {
    return new Map(
      ids.flatMap(id => {
        const run = this.#runs.get(id);
        return run ? [[id, run.status] as const] : [];
      }),
    );
  }

  async *rows(id: string, { signal }: { signal?: AbortSignal }): AsyncIterable<EngineRowBatch> {
    const rows = this.#rows.find(id);
    if (!rows) throw this.#withoutRows(id);
    for (const batch of rows.batches) {
      signal?.throwIfAborted();
      yield batch;
    }
    this.#rows.wasRead(id);
  }

  async stop(id: string): Promise<void> {
    this.#runs.get(id)?.end('stop');
  }

  async validate(statement: EngineStatement): Promise<void> {
    const compiled = compileStatement(statement, this.#tables, this.#translator);
    await this.#connections
      .use(connection => validateStatement(compiled, connection, this.#proof))
      .catch((error: unknown) => {
        throw toEngineError(error);
      });
  }

  async sourceDays(request: SourceDaysRequest): Promise<Map<Day, string>> {
    const { column } = request.partition;
    const table = findTable(this.#tables, request.table, column);
    const values = new Map(
      eachDay(request.from, request.to).map(day => [request.partition.valueOf(day), day]),
    );
    const found =
      table.partitionedBy(column) === 'files'
        ? await table.fingerprints({ column, values: new Set(values.keys()) })
        : await this.#contentDays.of(table, column, work => this.#connections.use(work));
    const days = new Map<Day, string>();
    for (const [value, fingerprint] of found) {
      const day = values.get(value);
      if (day) days.set(day, fingerprint);
    }
    return days;
  }

  async close(): Promise<void> {
    for (const run of this.#runs.values()) run.end('stop');
    await this.#connections.close();
    this.#instance.closeSync();
    await this.#proof.remove();
  }

  async #execute(run: Run, bytesLimit: number | undefined): Promise<void> {
    const rows = await this.#connections.use(connection =>
      run.execute(connection, {
        timeoutMs: this.#options.timeout,
        mostResultBytes: this.#rows.mostBytes,
        bytesLimit,
        onFailure: error => this.#log(run, error),
      }),
    );
    if (rows) this.#rows.keep(run.id, rows);
  }

  #log(run: Run, error: EngineError): void {
    const cause = error.cause === undefined ? '' : `: ${messageOf(error.cause)}`;
    this.#logger?.warn(`Run ${run.id} of engine ${this.name} failed: ${error.message}${cause}`);
  }

  #withoutRows(id: string): EngineError {
    const run = this.#runs.get(id);
    const [code, message] =
      run?.status.state === 'succeeded'
        ? ['ROWS_GONE', 'The rows of the run are gone: the engine keeps them for a while only']
        : ['NO_ROWS', 'The engine has no rows of the run: it is unknown, or has not succeeded'];
    return new EngineError({ class: 'transient', code, message });
  }

  #remember(token: string, run: Run): void {
    this.#rows.expire();
    this.#runs.set(run.id, run);
    this.#byToken.set(token, run);
    if (this.#runs.size <= mostRuns) return;
    for (const [oldToken, old] of this.#byToken) {
      if (!old.finished) continue;
      this.#byToken.delete(oldToken);
      this.#runs.delete(old.id);
      this.#rows.drop(old.id);
      break;
    }
  }
}

function keyOf({ sql, parameters, reads }: EngineStatement): string {
  return JSON.stringify([sql, parameters, reads], (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}
