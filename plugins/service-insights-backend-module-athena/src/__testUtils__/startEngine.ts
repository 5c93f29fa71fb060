import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ScaledClock,
  startAthenaLocal,
  type AthenaLocal,
  type AthenaLocalOptions,
} from 'athena-local';
import type {
  EngineRunStatus,
  EngineStatement,
  EngineValue,
} from 'backstage-plugin-service-insights-node';
import type { AthenaEngine } from '../AthenaEngine';
import { localEngine } from './localEngine';

/** The days of `telemetry.events`, and the events of each. */
export const eventDays = ['2026-03-14', '2026-03-15'];
export const eventsADay = 2_500;

export type EngineUnderTest = {
  server: AthenaLocal;
  engine: AthenaEngine;
  /** Starts another engine on the same server, as another replica or with other options. */
  another(options?: object): AthenaEngine;
  close(): Promise<void>;
};

/** An engine on a server of its own, a hundred times faster than Athena. */
export async function startEngine(
  server: Partial<AthenaLocalOptions> = {},
  options: object = {},
): Promise<EngineUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), 'athena-engine-test-'));
  for (const day of eventDays) {
    await mkdir(join(directory, `events/day=${day}`), { recursive: true });
    const lines = Array.from({ length: eventsADay }, (_, n) =>
      JSON.stringify({ service: `service-${n % 5}`, n, note: n % 7 === 0 ? null : `"${n}", ` }),
    );
    await writeFile(join(directory, `events/day=${day}/part.json`), lines.join('\n'));
  }
  const local = await startAthenaLocal({
    directory,
    tables: {
      'telemetry.events': {
        files: 'events/day=*/*.json',
        format: 'jsonl',
        columns: { service: 'varchar', n: 'bigint', note: 'varchar' },
      },
    },
    workgroups: { insights: { outputLocation: 's3://results/insights/' } },
    clock: new ScaledClock(100),
    ...server,
  });
  const engines: AthenaEngine[] = [];
  const another = (more: object = {}) => {
    const all = { database: 'telemetry', ...options, ...more };
    const engine = localEngine(local.endpoint, all, { callsPerSecond: 1_000 });
    engines.push(engine);
    return engine;
  };
  return {
    server: local,
    engine: another(),
    another,
    async close() {
      await Promise.all(engines.map(engine => engine.close()));
      await local.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** A statement over one day of the events, or over what it is told. */
export function statementOf(
  sql: string,
  days: readonly string[] = ['2026-03-14'],
): EngineStatement {
  return {
    sql,
    parameters: days.map(value => ({ type: 'varchar', value })),
    reads: [{ table: 'telemetry.events', partition: { column: 'day', values: days } }],
  };
}

/** Every event of a day: three pages. */
export const manyRows = statementOf(
  'SELECT service, n, note FROM telemetry.events WHERE day IN (?) ORDER BY n',
);

type TerminalStatus = Extract<EngineRunStatus, { state: 'succeeded' | 'failed' | 'cancelled' }>;

function isTerminal(status: EngineRunStatus): status is TerminalStatus {
  return status.state !== 'queued' && status.state !== 'running';
}

/** Waits until a run has ended. */
export async function ended(engine: AthenaEngine, id: string): Promise<TerminalStatus> {
  for (;;) {
    const status = (await engine.status([id])).get(id);
    if (status && isTerminal(status)) return status;
    await sleep(5);
  }
}

/** All rows of a run. */
export async function rowsOf(
  engine: AthenaEngine,
  id: string,
): Promise<(readonly EngineValue[])[]> {
  const rows: (readonly EngineValue[])[] = [];
  for await (const batch of engine.rows(id, {})) rows.push(...batch.rows);
  return rows;
}
