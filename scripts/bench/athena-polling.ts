import { addDays, toDay } from 'backstage-plugin-service-insights-common';
import type { EngineStatement } from 'backstage-plugin-service-insights-node';
import { createHash } from 'node:crypto';
import { EnginePoller } from '../../plugins/service-insights-backend/src/runs/EnginePoller';
import { startAthenaLake } from './support/athenaLake';
import { problemsOnly } from './support/problemsOnly';

/** Queries of 0.3 to 15 s, the time being in the bytes they read. */
const runs = 150;
const inFlight = 50;
const bytesPerMs = 10;
const leastMs = 300;
const mostMs = 15_000;

/** P7: how much later than it ended a run is seen to have ended, and how many calls it takes to see it. */
export async function run() {
  const days = Array.from({ length: inFlight }, (_, i) => ({
    day: addDays(toDay('2026-01-01'), i),
    // A query takes what every query takes, and the time to read its day.
    bytes: Math.max(1, Math.round((((mostMs - leastMs) * i) / (inFlight - 1)) * 0.85 * bytesPerMs)),
  }));
  const { server, engine, close } = await startAthenaLake(days, {
    latency: {
      queueMs: [30, 60],
      preProcessingMs: 20,
      planningMs: 20,
      engineMs: leastMs - 100,
      tableMs: 0,
      bytesPerMs,
    },
  });
  const poller = new EnginePoller(engine, problemsOnly);
  const observed = new Map<string, number>();
  const one = async (n: number) => {
    const { day } = days[(n * 17) % days.length];
    const id = await engine.start(statementOf(day, n), { token: tokenOf(n) });
    await poller.wait(id, new AbortController().signal);
    observed.set(id, Date.now());
  };
  try {
    let next = 0;
    const lane = async () => {
      while (next < runs) await one(next++);
    };
    await Promise.all(Array.from({ length: inFlight }, lane));
    const ratios: number[] = [];
    const durations: number[] = [];
    for (const { queryExecutionId: id, submittedAtMs, completedAtMs } of server.ledger()) {
      const seenAtMs = observed.get(id);
      if (completedAtMs === undefined || seenAtMs === undefined) continue;
      durations.push(completedAtMs - submittedAtMs);
      ratios.push((seenAtMs - submittedAtMs) / (completedAtMs - submittedAtMs));
    }
    const p95 = quantile(ratios, 0.95);
    const statusCallsPerRun = server.calls('BatchGetQueryExecution').calls / runs;
    const what = `${runs} runs of ${(Math.min(...durations) / 1000).toFixed(1)} to ${(Math.max(...durations) / 1000).toFixed(1)} s, ${inFlight} in flight, through the AWS SDK`;
    return [
      {
        name: 'athena-polling P7a',
        value: round(p95),
        goal: '≤ 1.35',
        ok: ratios.length === runs && p95 <= 1.35,
        what: `observed completion ÷ true duration, p95 of ${what}`,
        p50: round(quantile(ratios, 0.5)),
        max: round(Math.max(...ratios)),
      },
      {
        name: 'athena-polling P7b',
        value: round(statusCallsPerRun),
        goal: '≤ 1',
        ok: statusCallsPerRun <= 1,
        what: `status calls per run, of ${what}`,
      },
    ];
  } finally {
    await close();
  }
}

function statementOf(day: string, n: number): EngineStatement {
  return {
    // Each its own text: none is answered from another's result.
    sql: `SELECT count(*) AS events_${n} FROM telemetry.events WHERE day = ?`,
    parameters: [{ type: 'varchar', value: day }],
    reads: [{ table: 'telemetry.events', partition: { column: 'day', values: [day] } }],
  };
}

function tokenOf(n: number): string {
  return createHash('sha256').update(`athena-polling ${n}`).digest('hex');
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
