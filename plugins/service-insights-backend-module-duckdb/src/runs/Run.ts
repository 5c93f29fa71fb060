import { StatementType, type DuckDBConnection } from '@duckdb/node-api';
import {
  EngineError,
  type EngineRunStatus,
  type RunCost,
} from 'backstage-plugin-service-insights-node';
import type { Ask } from '../formats/FileFormat';
import type { CompiledStatement } from './compileStatement';
import { fetchRows, type Rows } from './Rows';
import { toEngineError } from './toEngineError';

/** How often a run that must end is interrupted: an interrupt between two queries is lost. */
const interruptMs = 20;

type Ending = 'stop' | 'timeout' | 'cutoff';

class RunEnded extends Error {}

/** One execution of a statement. DuckDB is free, so a run costs bytes and no money. */
export class Run {
  readonly id: string;
  readonly statementKey: string;
  readonly #statement: CompiledStatement;
  #status: EngineRunStatus = { state: 'queued' };
  #bytesScanned = 0;
  #ending: Ending | undefined;
  #interrupting: NodeJS.Timeout | undefined;
  #connection: DuckDBConnection | undefined;

  constructor(id: string, statementKey: string, statement: CompiledStatement) {
    this.id = id;
    this.statementKey = statementKey;
    this.#statement = statement;
  }

  get status(): EngineRunStatus {
    return this.#status;
  }

  get finished(): boolean {
    return this.#status.state !== 'queued' && this.#status.state !== 'running';
  }

  /** Asks the run to end; one that waits for its turn ends at once. */
  end(ending: Ending): void {
    if (this.finished || this.#ending) return;
    this.#ending = ending;
    if (this.#status.state === 'queued') this.#status = this.#ended(ending);
    this.#interrupt();
  }

  /**
   * Runs the statement to its end, whatever that is: read {@link Run.status}.
   *
   * @returns the rows, when it succeeded
   */
  async execute(
    connection: DuckDBConnection,
    options: {
      timeoutMs: number;
      mostResultBytes: number;
      bytesLimit: number | undefined;
      onFailure(error: EngineError): void;
    },
  ): Promise<Rows | undefined> {
    if (this.finished) return undefined;
    this.#status = { state: 'running' };
    this.#connection = connection;
    const timer = setTimeout(() => this.end('timeout'), options.timeoutMs);
    try {
      const malformedEvents = await this.#createViews(connection, options.bytesLimit);
      const rows = await this.#fetch(connection, options.mostResultBytes);
      this.#status = { state: 'succeeded', cost: this.#cost(), reused: false, malformedEvents };
      return rows;
    } catch (error) {
      if (this.#ending) {
        this.#status = this.#ended(this.#ending);
      } else {
        const failure = toEngineError(error);
        this.#status = { state: 'failed', cost: this.#cost(), error: publicPart(failure) };
        options.onFailure(failure);
      }
      return undefined;
    } finally {
      clearTimeout(timer);
      clearInterval(this.#interrupting);
      this.#connection = undefined;
    }
  }

  /** Makes the views of what the statement reads, as the files are now. */
  async #createViews(connection: DuckDBConnection, bytesLimit: number | undefined) {
    const ask: Ask = async sql => {
      this.#proceed();
      return (await connection.runAndReadAll(sql)).getRowObjects();
    };
    let malformedEvents = 0;
    let bytes = 0;
    for (const { table, view, partition } of this.#statement.reads) {
      const content = await table.content(ask, partition);
      malformedEvents += content.malformedEvents;
      bytes += content.bytes;
      if (bytesLimit !== undefined && bytes > bytesLimit) {
        this.end('cutoff');
        this.#proceed();
      }
      await ask(`CREATE OR REPLACE TEMP VIEW ${view} AS ${content.select}`);
    }
    this.#bytesScanned = bytes;
    return malformedEvents;
  }

  async #fetch(connection: DuckDBConnection, mostBytes: number): Promise<Rows> {
    this.#proceed();
    const prepared = await connection.prepare(this.#statement.sql);
    try {
      if (prepared.statementType !== StatementType.SELECT) {
        throw new EngineError({
          class: 'definition',
          code: 'SQL_REFUSED',
          message: 'The statement is not a SELECT',
        });
      }
      const proceed = () => this.#proceed();
      return await fetchRows(await prepared.stream(), { mostBytes, proceed });
    } finally {
      prepared.destroySync();
    }
  }

  #proceed(): void {
    if (this.#ending) throw new RunEnded();
  }

  #interrupt(): void {
    if (!this.#connection) return;
    this.#connection.interrupt();
    this.#interrupting ??= setInterval(() => this.#connection?.interrupt(), interruptMs);
  }

  #ended(ending: Ending): EngineRunStatus {
    const cost = this.#cost();
    if (ending !== 'timeout') return { state: 'cancelled', cost, by: ending };
    return {
      state: 'failed',
      cost,
      error: {
        class: 'transient',
        code: 'TIMEOUT',
        message: "The run took longer than the engine's timeout allows",
      },
    };
  }

  #cost(): RunCost {
    return { bytesScanned: this.#bytesScanned, bytesBilled: 0, usd: 0 };
  }
}

function publicPart({ class: errorClass, code, message }: EngineError) {
  return { class: errorClass, code, message };
}
