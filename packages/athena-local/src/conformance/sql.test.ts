import { TestAthena } from '../__testUtils__/TestAthena';
import { eventDays } from '../__testUtils__/TestLake';

const all = 'SELECT service FROM telemetry.events';

describe('SQL, as Athena reads it', () => {
  let test: TestAthena;

  beforeAll(async () => {
    test = await TestAthena.start({ injectedPartitions: { 'telemetry.logs': ['service'] } });
  });
  afterAll(() => test.stop());

  it.each([
    ["'abc'", 'abc'],
    ['1 + 1', '2'],
    ["'it''s'", "it's"],
    ["it's", "it's"],
    ['abc def', 'abc def'],
    ['x + 1', 'x + 1'],
    ['api', 'api'],
    ['3f1c0a52-7f5e-4c8e-9a53-0d8b1b1f2a3c', '3f1c0a52-7f5e-4c8e-9a53-0d8b1b1f2a3c'],
    ["DATE '2020-01-01'", '2020-01-01'],
    ['NULL', null],
    ['true', 'true'],
  ])('takes the parameter %s for an expression, or for a text', async (parameter, value) => {
    const rows = await test.rows('SELECT ? AS value', { ExecutionParameters: [parameter] });
    expect(rows).toEqual([['value'], [value]]);
  });

  it('lets a query fail with a parameter too few, and ignores parameters without question marks', async () => {
    const missing = await test.finish("SELECT n, '?' FROM samples.numbers WHERE n = ?");
    expect(missing.Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: expect.stringContaining(
        'Incorrect number of parameters: expected 1 but found 0',
      ),
      AthenaError: { ErrorCategory: 2, ErrorType: 1006 },
    });
    expect(
      await test.rows('SELECT n FROM samples.numbers WHERE n = 1', { ExecutionParameters: ['7'] }),
    ).toEqual([['n'], ['1']]);
    expect(
      await test.rows('SELECT n FROM samples.numbers WHERE n = ? OR twice = ? ORDER BY n LIMIT ?', {
        ExecutionParameters: ['7', '18', '2'],
      }),
    ).toEqual([['n'], ['7'], ['9']]);
  });

  it('finds tables in the database of the context', async () => {
    const QueryExecutionContext = { Database: 'samples' };
    expect(
      await test.rows('SELECT count(*) AS n FROM numbers;', { QueryExecutionContext }),
    ).toEqual([['n'], ['5000']]);
    expect(await test.rows('SHOW PARTITIONS telemetry.events')).toEqual(
      eventDays.map(day => [`day=${day}`]),
    );
  });

  it('says so when it cannot give a form the meaning it has in Trino', async () => {
    const { Status } = await test.finish('SELECT approx_set(n) FROM samples.numbers');
    expect(Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: expect.stringMatching(
        /^NOT_SUPPORTED: athena-local cannot run this on DuckDB/,
      ),
      AthenaError: { ErrorType: 1200, Retryable: false },
    });
  });

  type Range = { low: { value: string; bound: string }; high: { value: string } };
  type IoPlan = {
    inputTableColumnInfos: {
      table: object;
      constraint: { columnConstraints: { columnName: string; domain: { ranges: Range[] } }[] };
      estimate: { outputSizeInBytes: number };
    }[];
  };
  async function explained(sql: string): Promise<IoPlan> {
    const rows = await test.rows(`EXPLAIN (TYPE IO, FORMAT JSON) ${sql}`);
    expect(rows[0]).toEqual(['Query Plan']);
    return JSON.parse(rows.slice(1).join('\n'));
  }
  const days = ({ inputTableColumnInfos }: IoPlan) =>
    inputTableColumnInfos.map(({ constraint }) =>
      constraint.columnConstraints[0].domain.ranges.map(({ low, high }) => {
        expect([low.bound, low.value]).toEqual(['EXACTLY', high.value]);
        return low.value;
      }),
    );

  it('explains which partitions a query reads', async () => {
    const plan = await explained(`${all} WHERE day = '2026-03-02'`);
    expect(plan.inputTableColumnInfos).toHaveLength(1);
    expect(plan.inputTableColumnInfos[0]).toMatchObject({
      table: { catalog: 'awsdatacatalog', schemaTable: { schema: 'telemetry', table: 'events' } },
      constraint: { none: false, columnConstraints: [{ columnName: 'day', type: 'varchar' }] },
    });
    expect(days(plan)).toEqual([['2026-03-02']]);
    const run = await test.finish(`${all} WHERE day = '2026-03-02'`);
    expect(plan.inputTableColumnInfos[0].estimate.outputSizeInBytes).toBe(
      run.Statistics?.DataScannedInBytes,
    );
  });

  it.each([
    ['nothing bounded', all, [eventDays]],
    ['only a time bounded', `${all} WHERE ts >= TIMESTAMP '2026-03-04 00:00:00'`, [eventDays]],
    ['an alternative', `${all} WHERE day = '2026-03-02' OR number = 1`, [eventDays]],
    [
      'a range',
      `${all} WHERE day BETWEEN '2026-03-02' AND '2026-03-03'`,
      [['2026-03-02', '2026-03-03']],
    ],
    ['a cast', `${all} WHERE CAST(day AS date) = DATE '2026-03-03'`, [['2026-03-03']]],
    ['a day that is not there', `${all} WHERE day = '2025-01-01'`, []],
    [
      'two readings',
      "SELECT count(*) FROM telemetry.events a JOIN telemetry.events b ON a.request = b.request WHERE a.day = '2026-03-01' AND b.day = '2026-03-02'",
      [['2026-03-01'], ['2026-03-02']],
    ],
  ])('explains a query with %s', async (_, sql, expected) => {
    expect(days(await explained(sql)).sort()).toEqual(expected);
  });

  it('validates a query without running it', async () => {
    expect(await test.rows(`EXPLAIN (TYPE VALIDATE) ${all}`)).toEqual([['Valid'], ['true']]);
    const { Status } = await test.finish('EXPLAIN (TYPE VALIDATE) SELECT m FROM samples.numbers');
    expect(Status).toMatchObject({ State: 'FAILED', AthenaError: { ErrorType: 1006 } });
  });

  it('22: refuses to scan all values of an injected partition', async () => {
    for (const sql of [
      'SELECT message FROM telemetry.logs',
      "SELECT message FROM telemetry.logs WHERE service <> 'api'",
      "SELECT message FROM telemetry.logs WHERE service LIKE 'a%'",
    ]) {
      const { Status } = await test.finish(sql);
      expect(Status).toMatchObject({
        State: 'FAILED',
        StateChangeReason:
          'CONSTRAINT_VIOLATION: For the injected projected partition column service, the WHERE clause must contain only static equality conditions, and at least one such condition must be present.',
        AthenaError: { ErrorCategory: 2, Retryable: false },
      });
    }
    const sql = "SELECT message FROM telemetry.logs WHERE service = 'api' ORDER BY message";
    expect(await test.rows(sql)).toEqual([['message'], ['api 1'], ['api 2'], ['api 3']]);
  });
});
