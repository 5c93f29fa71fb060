/**
 * npm run test:results [PAGES]: results of the Athena engine, exhaustively. Every fault of GetQueryResults at every page of
 * results of 1 to 20 (or PAGES) pages, and fifty thousand values of every type out of Athena's encoding. Ends with
 * `N passed, N failed`.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultsOf, ScaledClock } from 'athena-local';
import { EngineError, type EngineStatement } from 'backstage-plugin-service-insights-node';
import { encodeLiteral, type TypedValue } from 'service-insights-trino-sql';
import { startAthenaLake, type AthenaLake } from './bench/support/athenaLake';

const seed = Number(process.env.SEED ?? 20_261_121);
const mostPages = Number(process.argv[2] ?? 20);
const servers = 6;
const valuesInAll = 50_000;
const valuesAStatement = 500;
const day = '2026-01-01';

let passed = 0;
const failures: string[] = [];

function check(what: string, isRight: boolean) {
  if (isRight) passed += 1;
  else failures.push(what);
}

async function ended(lake: AthenaLake, statement: EngineStatement, token: string): Promise<string> {
  const id = await lake.engine.start(statement, { token });
  for (;;) {
    const status = (await lake.engine.status([id])).get(id);
    if (status?.state === 'succeeded') return id;
    if (status && status.state !== 'queued' && status.state !== 'running') {
      throw new Error(`The query ended ${JSON.stringify(status)}`);
    }
    await sleep(10);
  }
}

/** Reads a result, disturbing the call for one page. */
async function read(lake: AthenaLake, id: string, disturb?: { page: number; fault: Fault }) {
  const hash = createHash('sha256');
  const batches = lake.engine.rows(id, {})[Symbol.asyncIterator]();
  let pages = 0;
  for (;;) {
    if (disturb && pages === disturb.page)
      lake.server.faults.next('GetQueryResults', disturb.fault);
    const { done, value } = await batches.next();
    if (done) return { digest: hash.digest('hex'), pages };
    pages += 1;
    for (const row of value.rows) hash.update(`${row.map(String).join('\u001f')}\n`);
  }
}

type Fault = ReturnType<typeof faultsOf>[number];

async function paging(lake: AthenaLake, pageCounts: readonly number[]) {
  // A hang costs its time-out each: the unit tests have one. What is gone stays gone: it has its turn last.
  const faults = faultsOf('GetQueryResults').filter(({ kind }) => kind !== 'hang');
  for (const pages of pageCounts) {
    // An exactly full last page is followed by an empty one.
    const rows = 999 + 1_000 * (pages - 1) - (pages % 2 === 0 ? 0 : 7);
    const statement: EngineStatement = {
      sql: `SELECT ts, customer FROM telemetry.events WHERE day = ? ORDER BY ts, customer LIMIT ${rows}`,
      parameters: [{ type: 'varchar', value: day }],
      reads: [{ table: 'telemetry.events', partition: { column: 'day', values: [day] } }],
    };
    const id = await ended(lake, statement, tokenOf(`pages ${pages}`));
    const right = await read(lake, id);
    const lasting = faults.filter(({ kind }) => kind !== 'vanishedResults');
    for (let page = 0; page < right.pages; page += 1) {
      for (const fault of lasting) {
        const what = `${fault.kind} ${fault.effect} at page ${page + 1} of ${right.pages}`;
        // Either every row as without the fault, or a failure: never other rows, never fewer.
        const outcome = await read(lake, id, { page, fault }).catch(error => error);
        check(what, outcome instanceof EngineError || outcome.digest === right.digest);
        const again = await read(lake, id);
        check(`${what}, read again`, again.digest === right.digest);
      }
    }
    const gone = await read(lake, id, {
      page: 0,
      fault: { kind: 'vanishedResults', effect: 'before' },
    }).catch(error => error);
    check(`vanished results of ${right.pages} pages`, gone instanceof EngineError);
  }
}

/** Values at the edges of each type, and random ones. */
function valueOf(type: TypedValue['type'], random: () => number): TypedValue {
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)];
  const digits = (length: number) =>
    Array.from({ length }, () => Math.floor(random() * 10)).join('');
  switch (type) {
    case 'varchar': {
      const parts = [
        '',
        "'",
        '"',
        ',',
        '\n',
        '\\',
        '?',
        'null',
        'ä',
        '😀',
        '\u001f',
        ' ',
        '=1+1',
        'x',
      ];
      return {
        type,
        value: Array.from({ length: 1 + Math.floor(random() * 9) }, () => pick(parts)).join(''),
      };
    }
    case 'bigint':
      return {
        type,
        value:
          random() < 0.1
            ? pick([2n ** 63n - 1n, 1n - 2n ** 63n, 0n, 2n ** 53n + 1n])
            : BigInt(`-${digits(1 + Math.floor(random() * 18))}`) * pick([1n, -1n]),
      };
    case 'double':
      return {
        type,
        value:
          random() < 0.1
            ? pick([0, 1e20, 1e-7, 5e-324, 1.7976931348623157e308])
            : (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20),
      };
    case 'boolean':
      return { type, value: random() < 0.5 };
    case 'date':
      return { type, value: new Date(Math.floor(random() * 4e12)).toISOString().slice(0, 10) };
    case 'timestamp':
      return {
        type,
        value: new Date(Math.floor(random() * 4e12)).toISOString().slice(0, 23).replace('T', ' '),
      };
    default:
      return type satisfies never;
  }
}

async function values(lake: AthenaLake) {
  const random = randomOf(seed);
  const types: TypedValue['type'][] = [
    'varchar',
    'bigint',
    'double',
    'boolean',
    'date',
    'timestamp',
  ];
  for (let n = 0; n < valuesInAll / valuesAStatement; n += 1) {
    const type = types[n % types.length];
    const sent = Array.from({ length: valuesAStatement }, () => valueOf(type, random));
    const rows = sent.map((value, i) => `(${i}, ${encodeLiteral(value)})`).join(', ');
    const statement: EngineStatement = {
      sql: `SELECT n, v FROM (VALUES ${rows}) AS t (n, v) ORDER BY n`,
      parameters: [],
      reads: [],
    };
    const id = await ended(lake, statement, tokenOf(`values ${n}`));
    const got: unknown[] = [];
    for await (const batch of lake.engine.rows(id, {})) got.push(...batch.rows.map(([, v]) => v));
    sent.forEach(({ value }, i) => {
      check(`${type} ${String(value)} came back as ${String(got[i])}`, Object.is(got[i], value));
    });
  }
}

function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function tokenOf(what: string): string {
  return createHash('sha256').update(`${seed} ${what}`).digest('hex');
}

async function main() {
  console.log(`seed ${seed}`);
  const lakes = await Promise.all(
    Array.from({ length: servers }, () =>
      startAthenaLake(
        [{ day, bytes: 2_400_000 }],
        {
          // Managed results are kept for a day of this clock: an hour and more.
          clock: new ScaledClock(20),
          // Pages can be faulty only where they are read: a managed workgroup has no file.
          workgroups: { insights: { managedResults: true } },
          quotas: { calls: { GetQueryResults: { perSecond: 10_000, burst: 10_000 } } },
        },
        { callsPerSecond: 5_000 },
      ),
    ),
  );
  try {
    const counts = Array.from({ length: mostPages }, (_, i) => i + 1);
    await Promise.all([
      ...lakes.slice(1).map((lake, i) =>
        paging(
          lake,
          counts.filter(n => n % (servers - 1) === i),
        ),
      ),
      values(lakes[0]),
    ]);
  } finally {
    await Promise.all(lakes.map(lake => lake.close()));
  }
  for (const failure of failures.slice(0, 20)) console.log(`FAIL ${failure}`);
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
