/**
 * npm run test:faults [CALLS]: the Athena engine under faults of every kind on every operation, before and after their
 * effect. No wrong answer, no query left open, no attempt executed twice. Ends with `N passed, N failed`.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultsOf, ScaledClock, type FaultyOperation } from 'athena-local';
import { addDays, toDay } from 'backstage-plugin-service-insights-common';
import {
  EngineError,
  type EngineRunStatus,
  type EngineStatement,
} from 'backstage-plugin-service-insights-node';
import { startAthenaLake } from './bench/support/athenaLake';

const wantedCalls = Number(process.argv[2] ?? 50_000);
const seed = Number(process.env.SEED ?? 20_261_121);
const rate = 0.22;
const inFlight = 128;
const mostAttempts = 60;
const operations: FaultyOperation[] = [
  'StartQueryExecution',
  'BatchGetQueryExecution',
  'GetQueryResults',
  'GetObject',
  'StopQueryExecution',
];

async function main() {
  console.log(`seed ${seed}, ${wantedCalls} calls, ${rate * 100} % of them faulty`);
  const days = Array.from({ length: 6 }, (_, i) => ({
    day: addDays(toDay('2026-01-01'), i),
    // Results of one page and of several.
    bytes: i % 2 === 0 ? 20_000 : 180_000,
  }));
  const lake = await startAthenaLake(days, {
    clock: new ScaledClock(300),
    seed,
    quotas: { activeDml: 1_000 },
    faults: { seed, rate, operations },
  });
  const { server, engine } = lake;
  const calls = () => operations.reduce((sum, operation) => sum + server.calls(operation).calls, 0);
  const wrong: string[] = [];
  const gaveUp: string[] = [];
  const tokens = new Map<string, Set<string>>();
  let answers = 0;

  /** Tries until Athena answers; a failure that is not to be tried again ends the attempt. */
  async function persist<T>(work: () => Promise<T>): Promise<T> {
    for (let i = 0; ; i += 1) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        if (error.code === 'RESULTS_GONE' || i === mostAttempts) throw error;
        await sleep(20);
      }
    }
  }

  async function attempt(statement: EngineStatement, token: string, isStopped = false) {
    const id = await persist(() => engine.start(statement, { token }));
    tokens.set(token, (tokens.get(token) ?? new Set()).add(id));
    if (isStopped) await persist(() => engine.stop(id));
    let status: EngineRunStatus | undefined;
    while (status === undefined || status.state === 'queued' || status.state === 'running') {
      await sleep(10);
      status = (await persist(() => engine.status([id]))).get(id);
    }
    if (status.state !== 'succeeded') return undefined;
    return persist(async () => {
      const rows: (readonly unknown[])[] = [];
      for await (const batch of engine.rows(id, {})) rows.push(...batch.rows);
      return rows;
    });
  }

  const expected = new Map<string, string>();
  const digest = (rows: readonly (readonly unknown[])[]) =>
    createHash('sha256')
      .update(JSON.stringify(rows.map(row => row.map(String))))
      .digest('hex');

  server.faults.follow(undefined);
  for (const { day } of days) {
    const rows = await attempt(statementOf(day, 0), tokenOf(`right ${day}`));
    if (rows === undefined) throw new Error('the server does not answer without faults');
    expected.set(day, digest(rows));
  }
  server.faults.follow({ seed, rate, operations });

  let next = 1;
  const lane = async () => {
    while (calls() < wantedCalls) {
      const n = next++;
      const { day } = days[n % days.length];
      const statement = statementOf(day, n % 40);
      let isAnswered = false;
      for (let i = 0; i < 12 && !isAnswered; i += 1) {
        try {
          // Some are stopped half-way: then another attempt must bring the answer.
          const rows = await attempt(statement, tokenOf(`${n} ${i}`), n % 7 === 0 && i === 0);
          if (rows === undefined) continue;
          if (digest(rows) !== expected.get(day)) wrong.push(`query ${n} on ${day}`);
          isAnswered = true;
          answers += 1;
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
        }
      }
      if (!isAnswered) gaveUp.push(`query ${n} on ${day}`);
    }
  };
  const progress = setInterval(
    () =>
      console.log(`${calls()} calls, ${server.faults.injected.length} faults, ${answers} answers`),
    15_000,
  );
  try {
    await Promise.all(Array.from({ length: inFlight }, lane));
    server.faults.follow(undefined);
    await sleep(2_000);
    const faults = server.faults.injected;
    const met = new Set(
      faults.map(({ operation, kind, effect }) => `${operation} ${kind} ${effect}`),
    );
    const possible = operations.flatMap(operation =>
      faultsOf(operation).map(({ kind, effect }) => `${operation} ${kind} ${effect}`),
    );
    const open = server.ledger().filter(({ state }) => state === 'QUEUED' || state === 'RUNNING');
    const twice = [...tokens.values()].filter(ids => ids.size > 1);
    const executions = server.ledger().length;
    const started = new Set([...tokens.values()].flatMap(ids => [...ids])).size;
    const checks: [string, boolean][] = [
      [`${calls()} calls were made`, calls() >= wantedCalls],
      [
        `${faults.length} of them were faulty, a fifth at least`,
        faults.length >= 0.2 * wantedCalls,
      ],
      [`all ${possible.length} faults were met`, possible.every(fault => met.has(fault))],
      [`${answers} answers are right, ${wrong.length} are wrong`, wrong.length === 0],
      [`${gaveUp.length} queries were given up`, gaveUp.length === 0],
      [`${open.length} queries are left open`, open.length === 0],
      [
        `${twice.length} attempts were executed twice`,
        twice.length === 0 && executions === started,
      ],
    ];
    for (const [what, ok] of checks) console.log(`${ok ? 'ok  ' : 'FAIL'} ${what}`);
    for (const fault of possible.filter(each => !met.has(each)))
      console.log(`     not met: ${fault}`);
    const failed = checks.filter(([, ok]) => !ok).length;
    console.log(`${checks.length - failed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  } finally {
    clearInterval(progress);
    await lake.close();
  }
}

/** The same rows under different texts, some of which recur and are answered from earlier results. */
function statementOf(day: string, variant: number): EngineStatement {
  return {
    sql: `SELECT ts, service, customer, status FROM telemetry.events WHERE day = ? AND status <> ${variant} ORDER BY ts, customer, service, status`,
    parameters: [{ type: 'varchar', value: day }],
    reads: [{ table: 'telemetry.events', partition: { column: 'day', values: [day] } }],
  };
}

function tokenOf(what: string): string {
  return createHash('sha256').update(`${seed} ${what}`).digest('hex');
}

main()
  .catch(error => {
    console.error(error);
    process.exitCode = 1;
  })
  // Calls that hang would keep this process until they time out.
  .finally(() => process.exit());
