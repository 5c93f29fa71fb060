import { ScaledClock } from 'athena-local';
import { addDays, startOfDay, toDay } from 'backstage-plugin-service-insights-common';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAthenaLake } from './support/athenaLake';
import { startRollupPortal } from './support/rollupPortal';

const firstDay = toDay('2026-01-01');
const days = 30;
const megabyte = 2 ** 20;
/** Between the size of most days and that of the days that are cut off. */
const cutoffBytes = 14 * megabyte;

/**
 * P10: what the ledger says was billed ÷ what was billed, over runs that succeed, fail, are cancelled or cut off, are
 * answered from earlier results, and read less than the least that is billed.
 */
export async function run() {
  const lake = await startAthenaLake(
    Array.from({ length: days }, (_, i) => ({
      day: addDays(firstDay, i),
      // Below the floor, above it, and past the limit of the workgroup.
      bytes: [0.2, 11.3, 15.5][i % 3] * megabyte,
    })),
    {
      clock: new ScaledClock(200),
      workgroups: {
        insights: {
          outputLocation: 's3://results/insights/',
          bytesScannedCutoffPerQuery: cutoffBytes,
        },
      },
      faults: {
        seed: 7,
        rate: 0.3,
        operations: ['StartQueryExecution'],
        kinds: ['failed', 'cancelled', 'requeued'],
      },
    },
    { resultReuseMinutes: 60 },
  );
  const definitions = [
    {
      kind: 'dataset' as const,
      id: 'events',
      table: 'telemetry.events',
      time: { column: 'ts', partition: { column: 'day' } },
      service: 'service',
      customer: 'customer',
      outcome: { httpStatus: 'status' },
      history: days,
    },
  ];
  try {
    const billed = new Map<string, number>();
    const recorded = new Map<string, number>();
    // Two mornings: the second reads late days again, whose results are still there to be reused.
    for (const morning of [0, 1]) {
      const nowMs = startOfDay(addDays(firstDay, days + morning)) + 12 * 3_600_000;
      const portal = await startRollupPortal({
        definitions,
        engine: lake.engine,
        clock: () => nowMs,
      });
      try {
        await portal.rollUp();
        for (;;) {
          const open = await portal
            .knex('runs')
            .whereIn('state', ['queued', 'starting', 'running', 'publishing']);
          if (open.length === 0) break;
          await sleep(100);
        }
        for (const row of await portal.knex('runs').whereNotNull('engine_run_id')) {
          recorded.set(row.engine_run_id, Number(row.bytes_billed));
        }
      } finally {
        await portal.stop();
      }
    }
    const states: Record<string, number> = {};
    for (const entry of lake.server.ledger()) {
      if (entry.query.startsWith('EXPLAIN')) continue;
      billed.set(entry.queryExecutionId, entry.bytesBilled);
      const state = entry.reusedPreviousResult ? 'REUSED' : entry.state;
      states[state] = (states[state] ?? 0) + 1;
    }
    const wrong = [...billed].filter(([id, bytes]) => recorded.get(id) !== bytes).length;
    const sum = (bytes: Map<string, number>) => [...bytes.values()].reduce((a, b) => a + b, 0);
    const ratio = sum(recorded) / sum(billed);
    return [
      {
        name: 'athena-ledger P10',
        value: ratio,
        goal: 'exactly 1',
        ok: ratio === 1 && wrong === 0 && recorded.size === billed.size,
        what: 'bytes billed as the ledger says ÷ as the server bills, in exact bytes, run by run',
        runs: billed.size,
        states,
        wrong,
        bytesBilled: sum(billed),
      },
    ];
  } finally {
    await lake.close();
  }
}
