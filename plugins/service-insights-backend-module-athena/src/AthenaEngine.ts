import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  EngineError,
  type Engine,
  type EngineRowBatch,
  type EngineRunStatus,
  type EngineStatement,
} from 'backstage-plugin-service-insights-node';
import { bindParameters, guardStatement, SqlRefused } from 'service-insights-trino-sql';
import type { AthenaConnection } from './AthenaConnection';
import type { AthenaOptions } from './athenaOptions';
import { describeWorkGroup } from './describeWorkGroup';
import { Brakes } from './Brakes';
import { provePruning } from './provePruning';
import { readResult } from './readResult';
import type { QueryExecution } from './responses';
import { runStatus } from './runStatus';

/** `BatchGetQueryExecution` takes fifty ids a call. */
const idsPerCall = 50;
const firstLookMs = 120;
const growth = 1.25;
const longestWaitMs = 2_000;

/** Athena runs the SQL of one account, region and workgroup. */
export class AthenaEngine implements Engine {
  readonly name: string;
  readonly concurrency: number;
  readonly #options: AthenaOptions;
  readonly #connection: AthenaConnection;
  readonly #brakes: Brakes;
  /** Statements whose proof was asked for and could not be had, as Athena could not be reached: by their text. */
  readonly #unproved = new Set<string>();

  constructor(name: string, options: AthenaOptions, connection: AthenaConnection) {
    this.name = name;
    this.concurrency = options.limits.concurrency;
    this.#options = options;
    this.#connection = connection;
    this.#brakes = new Brakes(options.limits);
  }

  async start(
    statement: EngineStatement,
    { token, bytesLimit }: { token: string; bytesLimit?: number },
  ): Promise<string> {
    if (this.#unproved.has(statement.sql)) await this.#prove(statement);
    const id = await this.#start(guarded(statement), token);
    if (bytesLimit !== undefined) this.#brakes.limitBytes(id, bytesLimit);
    return id;
  }

  async status(ids: readonly string[]): Promise<Map<string, EngineRunStatus>> {
    const statuses = new Map<string, EngineRunStatus>();
    for (const execution of await this.#executions(ids)) {
      const id = execution.QueryExecutionId;
      if (this.#brakes.mustStop(execution)) await this.#connection.stop(id);
      statuses.set(id, runStatus(execution, this.#brakes.reasonOf(id), this.#options.pricing));
    }
    return statuses;
  }

  async *rows(id: string, { signal }: { signal?: AbortSignal }): AsyncGenerator<EngineRowBatch> {
    const [execution] = await this.#executions([id]);
    if (!execution) {
      throw new EngineError({
        class: 'transient',
        code: 'RESULTS_GONE',
        message: 'The engine no longer knows the query.',
      });
    }
    yield* readResult(this.#connection, execution, this.#options, signal);
  }

  async stop(id: string): Promise<void> {
    this.#brakes.stopped(id);
    await this.#connection.stop(id);
  }

  /**
   * Asks Athena for the plan of the statement, which reads nothing and costs nothing, and compares what it would read
   * with what it declares. A statement whose plan cannot be had now is proved when it is first started.
   */
  async validate(statement: EngineStatement): Promise<void> {
    this.#unproved.add(statement.sql);
    await this.#prove(statement);
  }

  async #prove(statement: EngineStatement): Promise<void> {
    const sql = `EXPLAIN (TYPE IO, FORMAT JSON)\n${guarded(statement)}`;
    const token = createHash('sha256')
      .update(JSON.stringify([this.name, sql, new Date().toISOString()]))
      .digest('hex');
    const id = await this.#start(sql, token);
    await this.#finished(id);
    let plan = '';
    for await (const { rows } of this.rows(id, {})) plan += rows.map(([line]) => line).join('\n');
    try {
      provePruning(plan, statement);
    } catch (error) {
      const isUnproved = error instanceof EngineError && error.class === 'definition';
      // A plan of another shape proves nothing, however often it is asked for: the workgroup's limit must do.
      if (!isUnproved) this.#unproved.delete(statement.sql);
      throw error;
    }
    this.#unproved.delete(statement.sql);
  }

  /**
   * What is wrong with the workgroup, in words for who operates the portal.
   *
   * @throws EngineError when Athena cannot be asked
   */
  async checkWorkGroup(): Promise<string[]> {
    return describeWorkGroup(await this.#connection.workGroup(), this.#options);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async #start(sql: string, token: string): Promise<string> {
    const { catalog, database, workGroup, outputLocation, resultReuseMinutes } = this.#options;
    return this.#connection.start({
      QueryString: sql,
      ClientRequestToken: token,
      WorkGroup: workGroup,
      QueryExecutionContext: { Catalog: catalog, Database: database },
      // A managed or enforced workgroup must not be given a location; the configuration leaves it out then.
      ResultConfiguration: outputLocation ? { OutputLocation: outputLocation } : undefined,
      ResultReuseConfiguration:
        resultReuseMinutes > 0
          ? {
              ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: resultReuseMinutes },
            }
          : undefined,
    });
  }

  async #executions(ids: readonly string[]): Promise<QueryExecution[]> {
    const found: QueryExecution[] = [];
    for (let i = 0; i < ids.length; i += idsPerCall) {
      const { QueryExecutions } = await this.#connection.executions(ids.slice(i, i + idsPerCall));
      found.push(...QueryExecutions);
    }
    return found;
  }

  async #finished(id: string): Promise<void> {
    for (let waitMs = firstLookMs; ; waitMs = Math.min(longestWaitMs, waitMs * growth)) {
      await sleep(waitMs);
      const status = (await this.status([id])).get(id);
      if (status?.state === 'succeeded') return;
      if (status?.state === 'failed') throw new EngineError(status.error);
      if (status?.state === 'cancelled') {
        throw new EngineError({
          class: 'transient',
          code: 'CANCELLED',
          message: 'The query was cancelled.',
        });
      }
    }
  }
}

function guarded(statement: EngineStatement): string {
  const sql = bindParameters(statement.sql, statement.parameters);
  try {
    guardStatement(sql, { tables: statement.reads.map(({ table }) => table) });
  } catch (error) {
    if (!(error instanceof SqlRefused)) throw error;
    throw new EngineError({ class: 'definition', code: 'SQL_REFUSED', message: error.message });
  }
  return sql;
}
