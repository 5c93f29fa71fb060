import { faultsOf, type Fault, type FaultyOperation } from 'athena-local';
import { EngineError, type EngineStatement } from 'backstage-plugin-service-insights-node';
import type { AthenaEngine } from './AthenaEngine';
import {
  ended,
  eventsADay,
  manyRows,
  rowsOf,
  startEngine,
  statementOf,
  type EngineUnderTest,
} from './__testUtils__/startEngine';

jest.setTimeout(120_000);

const token = (n: number) => n.toString(16).padStart(64, '0');
const expected = Array.from({ length: eventsADay }, (_, n) => [
  `service-${n % 5}`,
  BigInt(n),
  n % 7 === 0 ? null : `"${n}", `,
]);

/** How any attempt may end. */
const ends: unknown[] = [expected, 'failed', 'cancelled'];

/** The rows of an attempt, or how it ended without, or why the engine could not tell. */
async function outcomeOf(engine: AthenaEngine, statement: EngineStatement, attempt: string) {
  try {
    const id = await engine.start(statement, { token: attempt });
    const { state } = await ended(engine, id);
    return state === 'succeeded' ? await rowsOf(engine, id) : state;
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
}

describe('AthenaEngine', () => {
  let under: EngineUnderTest;

  beforeAll(async () => {
    under = await startEngine();
  });
  afterAll(() => under.close());
  beforeEach(() => under.server.faults.follow(undefined));

  it.each([
    ['from the result file', {}],
    ['page by page', { readLargeResultsFromS3: false }],
  ])('reads every row of a large result %s, telling NULL from text', async (_, options) => {
    const engine = under.another(options);
    const id = await engine.start(manyRows, { token: token(1) });
    await expect(ended(engine, id)).resolves.toMatchObject({ state: 'succeeded' });
    await expect(rowsOf(engine, id)).resolves.toEqual(expected);
    // Reading can be repeated.
    await expect(rowsOf(engine, id)).resolves.toHaveLength(eventsADay);
  });

  it('executes an attempt once, whoever starts it again', async () => {
    const before = under.server.ledger().length;
    const ids = await Promise.all(
      [under.engine, under.another(), under.another()].map(engine =>
        engine.start(manyRows, { token: token(2) }),
      ),
    );
    expect(new Set(ids).size).toBe(1);
    expect(under.server.ledger()).toHaveLength(before + 1);
    const other = await under.engine.start(manyRows, { token: token(3) });
    expect(other).not.toBe(ids[0]);
  });

  it('asks for the state of fifty runs with one call', async () => {
    const ids = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        under.engine.start(statementOf(`SELECT ${n} AS n FROM telemetry.events WHERE day = ?`), {
          token: token(100 + n),
        }),
      ),
    );
    const before = under.server.calls('BatchGetQueryExecution').calls;
    const statuses = await under.engine.status([...ids, 'unknown-run']);
    expect(statuses.size).toBe(50);
    expect(under.server.calls('BatchGetQueryExecution').calls - before).toBe(2);
  });

  it('tells a cutoff from a stop of our own and from somebody else', async () => {
    under.server.setWorkgroup('tight', {
      outputLocation: 's3://results/tight/',
      bytesScannedCutoffPerQuery: 1_000,
    });
    const tight = under.another({ workGroup: 'tight' });
    const cut = await tight.start(manyRows, { token: token(4) });
    await expect(ended(tight, cut)).resolves.toMatchObject({ state: 'cancelled', by: 'cutoff' });

    const ours = await under.engine.start(
      statementOf('SELECT count(*) AS ours FROM telemetry.events WHERE day = ?'),
      { token: token(5) },
    );
    await under.engine.stop(ours);
    await expect(ended(under.engine, ours)).resolves.toMatchObject({
      state: 'cancelled',
      by: 'stop',
    });

    under.server.faults.next('StartQueryExecution', { kind: 'cancelled' });
    const theirs = await under.engine.start(
      statementOf('SELECT count(*) AS theirs FROM telemetry.events WHERE day = ?'),
      { token: token(6) },
    );
    await expect(ended(under.engine, theirs)).resolves.toMatchObject({
      state: 'cancelled',
      by: 'user',
    });
  });

  it('stops a query that runs past its deadline, and says so', async () => {
    const real = await startEngine({ clock: undefined, latency: { engineMs: 20_000 } });
    try {
      const hasty = real.another({ limits: { runMs: 200 } });
      const id = await hasty.start(manyRows, { token: token(7) });
      await expect(ended(hasty, id)).resolves.toMatchObject({
        state: 'failed',
        error: { class: 'definition', code: 'RUN_DEADLINE' },
      });
      const greedy = await real.engine.start(manyRows, { token: token(12), bytesLimit: 1 });
      await expect(ended(real.engine, greedy)).resolves.toMatchObject({
        state: 'cancelled',
        by: 'cutoff',
      });
    } finally {
      await real.close();
    }
  });

  it('bills what Athena bills, exactly', async () => {
    const ids = await Promise.all(
      [8, 9].map(n =>
        under.engine.start(
          statementOf(`SELECT count(*) AS c${n} FROM telemetry.events WHERE day = ?`),
          { token: token(n) },
        ),
      ),
    );
    for (const id of ids) {
      const { cost } = await ended(under.engine, id);
      const bill = under.server.ledger().find(entry => entry.queryExecutionId === id);
      expect(cost).toMatchObject({
        bytesScanned: bill?.bytesScanned,
        bytesBilled: bill?.bytesBilled,
      });
    }
  });

  it('refuses what is no single SELECT over the declared tables, before anything is asked', async () => {
    const before = under.server.calls('StartQueryExecution').calls;
    for (const sql of [
      'DROP TABLE telemetry.events',
      'SELECT 1; SELECT 2',
      'SELECT * FROM other.secrets',
    ]) {
      await expect(
        under.engine.start(statementOf(sql, []), { token: token(10) }),
      ).rejects.toMatchObject({
        class: 'definition',
        code: 'SQL_REFUSED',
      });
    }
    expect(under.server.calls('StartQueryExecution').calls).toBe(before);
  });

  it('proves from the plan that only the days asked for are read', async () => {
    await under.engine.validate(manyRows);
    const scansAll = statementOf('SELECT count(*) AS c FROM telemetry.events WHERE n > 0', []);
    await expect(
      under.engine.validate({
        ...scansAll,
        reads: [
          { table: 'telemetry.events', partition: { column: 'day', values: ['2026-03-14'] } },
        ],
      }),
    ).rejects.toMatchObject({ class: 'definition', code: 'NOT_PRUNED' });
    const scanned = under.server.ledger().filter(({ query }) => query.startsWith('EXPLAIN'));
    expect(scanned.every(({ bytesBilled }) => bytesBilled === 0)).toBe(true);
  });

  it('proves before the first run what could not be proved at load, and lets nothing unproved run', async () => {
    const engine = under.another();
    const unpruned = {
      ...statementOf('SELECT count(*) AS c FROM telemetry.events WHERE n > 1', []),
      reads: [{ table: 'telemetry.events', partition: { column: 'day', values: ['2026-03-14'] } }],
    };
    const pruned = statementOf('SELECT count(*) AS proved FROM telemetry.events WHERE day = ?');
    for (const statement of [pruned, unpruned]) {
      under.server.faults.follow({ seed: 1, rate: 1, kinds: ['unavailable'] });
      await expect(engine.validate(statement)).rejects.toMatchObject({ class: 'transient' });
      await expect(engine.start(statement, { token: token(90) })).rejects.toThrow(EngineError);
      under.server.faults.follow(undefined);
    }
    await expect(engine.start(pruned, { token: token(91) })).resolves.toEqual(expect.any(String));
    for (const n of [92, 93]) {
      await expect(engine.start(unpruned, { token: token(n) })).rejects.toMatchObject({
        class: 'definition',
        code: 'NOT_PRUNED',
      });
    }
    const texts = under.server.ledger().map(({ query }) => query);
    expect(texts.some(text => text.includes('n > 1') && !text.startsWith('EXPLAIN'))).toBe(false);
  });

  it('names what is wrong with a workgroup before anything costs money', async () => {
    under.server.setWorkgroup('odd', { state: 'DISABLED', managedResults: true });
    const engine = under.another({ workGroup: 'odd', outputLocation: 's3://results/odd/' });
    const problems = await engine.checkWorkGroup();
    expect(problems).toEqual([
      expect.stringContaining('disabled'),
      expect.stringContaining('leave outputLocation out'),
      expect.stringContaining('no limit of bytes'),
    ]);
    await expect(under.another({ workGroup: 'missing' }).checkWorkGroup()).rejects.toThrow(
      EngineError,
    );
  });

  it('reads managed results, which no file holds', async () => {
    under.server.setWorkgroup('managed', { managedResults: true });
    const engine = under.another({ workGroup: 'managed' });
    const id = await engine.start(manyRows, { token: token(11) });
    await ended(engine, id);
    await expect(rowsOf(engine, id)).resolves.toEqual(expected);
  });

  it('fails closed past its caps rather than cut a result short', async () => {
    const engine = under.another({ limits: { maxRows: 1_500 } });
    const id = await engine.start(manyRows, { token: token(1) });
    await ended(engine, id);
    await expect(rowsOf(engine, id)).rejects.toMatchObject({ code: 'RESULT_TOO_LARGE' });
  });

  describe('under one fault of each kind', () => {
    const operations: FaultyOperation[] = [
      'StartQueryExecution',
      'BatchGetQueryExecution',
      'GetQueryResults',
      'GetObject',
    ];
    const faults = operations.flatMap(operation =>
      faultsOf(operation)
        // A hang costs the full request timeout: it has a test of its own.
        .filter(({ kind }) => kind !== 'hang')
        .map((fault): [FaultyOperation, string, string, Fault] => [
          operation,
          fault.kind,
          fault.effect,
          { ...fault, delayMs: 50, errorType: 200 },
        ]),
    );

    it.each(faults)(
      '%s %s (%s effect) gives the right rows or a clear failure',
      async (operation, kind, effect, fault) => {
        const attempt = token(10_000 + faults.findIndex(([, , , each]) => each === fault));
        const statement = statementOf(
          `SELECT service, n, note FROM telemetry.events WHERE day IN (?) AND '${operation}${kind}${effect}' <> '' ORDER BY n`,
        );
        const engine = under.another(
          operation === 'GetQueryResults' ? { readLargeResultsFromS3: false } : {},
        );
        under.server.faults.next(operation, fault);
        const before = under.server.ledger().length;
        const first = await outcomeOf(engine, statement, attempt);
        // Whoever tries again with the same token gets the same execution.
        const last =
          first instanceof EngineError ? await outcomeOf(engine, statement, attempt) : first;
        expect(first instanceof Error ? first.message : '').not.toMatch(
          /arn:|s3:|SELECT|results\//,
        );
        const isGone = kind === 'vanishedResults' && last instanceof EngineError;
        expect([...ends, 'gone']).toContainEqual(isGone ? 'gone' : last);
        expect(under.server.ledger().length - before).toBe(1);
      },
    );
  });

  it('gives up on a call that hangs', async () => {
    under.server.faults.next('StartQueryExecution', { kind: 'hang' });
    // The SDK's own retry, after the request timeout, meets no fault and the same token.
    const id = await under.engine.start(manyRows, { token: token(20_000) });
    await expect(ended(under.engine, id)).resolves.toMatchObject({ state: 'succeeded' });
  });
});
