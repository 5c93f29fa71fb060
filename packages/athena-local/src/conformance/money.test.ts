import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { QueryExecution } from '@aws-sdk/client-athena';
import { minimumBilledBytes } from '../bill/billedBytes';
import { TestAthena } from '../__testUtils__/TestAthena';
import { eventDays } from '../__testUtils__/TestLake';

const megabyte = 1_048_576;

describe('bytes and the bill, as Athena counts them', () => {
  let test: TestAthena;

  beforeAll(async () => {
    test = await TestAthena.start();
    test.server.setWorkgroup('enforced', {
      outputLocation: 's3://results/enforced/',
      enforceConfiguration: true,
    });
  });
  afterAll(() => test.stop());

  /** The compressed size of columns of days, from the files themselves. */
  async function columnBytes(columns: readonly string[], days: readonly string[]): Promise<number> {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const files = days.map(day => `'${test.lake.directory}/events/day=${day}/part-0.parquet'`);
    const result = await connection.runAndReadAll(
      `SELECT coalesce(sum(total_compressed_size), 0)::BIGINT FROM parquet_metadata([${files.join(', ')}])
       WHERE path_in_schema IN (${columns.map(column => `'${column}'`).join(', ')})`,
    );
    connection.closeSync();
    instance.closeSync();
    return Number(result.getRows()[0][0]);
  }

  const scanned = ({ Statistics }: QueryExecution) => Statistics?.DataScannedInBytes;

  it.each([
    [
      'a column of a day',
      "SELECT service FROM telemetry.events WHERE day = '2026-03-02'",
      ['service'],
      ['2026-03-02'],
    ],
    [
      'a column that only a filter needs',
      "SELECT count(*) FROM telemetry.events WHERE day IN ('2026-03-02', '2026-03-03') AND number > 100",
      ['number'],
      ['2026-03-02', '2026-03-03'],
    ],
    [
      'everything',
      'SELECT * FROM telemetry.events',
      ['service', 'number', 'request', 'ts', 'duration'],
      eventDays,
    ],
    [
      'days that constants add up to',
      "SELECT max(duration) FROM telemetry.events WHERE day >= date_format(date_add('day', -1, TIMESTAMP '2026-03-04 00:00:00'), '%Y-%m-%d')",
      ['duration'],
      ['2026-03-03', '2026-03-04'],
    ],
    [
      'a partition that is cast',
      "SELECT max(duration) FROM telemetry.events WHERE CAST(day AS date) = DATE '2026-03-03'",
      ['duration'],
      ['2026-03-03'],
    ],
    [
      'a time, which prunes nothing',
      "SELECT max(number) FROM telemetry.events WHERE ts >= TIMESTAMP '2026-03-04 00:00:00'",
      ['number', 'ts'],
      eventDays,
    ],
    ['no partition', "SELECT service FROM telemetry.events WHERE day = '2025-01-01'", [], []],
  ] as const)(
    '17: counts the needed columns of the partitions read: %s',
    async (_, sql, columns, days) => {
      const execution = await test.finish(sql);
      expect(execution.Status?.StateChangeReason).toBeUndefined();
      const expected = columns.length === 0 ? 0 : await columnBytes(columns, days);
      expect(scanned(execution)).toBe(expected);
    },
  );

  it('17: counts both sides of a join, and files of lines whole', async () => {
    const join_ = await test.finish(
      "SELECT count(*) FROM telemetry.events a JOIN telemetry.events b ON a.request = b.request AND b.day = '2026-03-02' WHERE a.day = '2026-03-01'",
    );
    expect(scanned(join_)).toBe(await columnBytes(['request'], ['2026-03-01', '2026-03-02']));
    const lines = await test.finish("SELECT message FROM telemetry.logs WHERE service = 'web'");
    const { size } = await stat(join(test.lake.directory, 'logs/service=web/lines.jsonl'));
    expect(scanned(lines)).toBe(size);
    expect((await test.page(lines.id)).rows).toHaveLength(4);
  });

  it('17: bills megabytes, ten at least, and nothing for what failed or only explained', async () => {
    const bill = async (sql: string) => {
      const execution = await test.finish(sql);
      return test.server.ledger().find(line => line.queryExecutionId === execution.id)?.bytesBilled;
    };
    expect(minimumBilledBytes).toBe(10 * megabyte);
    expect(await bill('SELECT service FROM telemetry.events')).toBe(10 * megabyte);
    expect(await bill('SELECT nothing FROM telemetry.events')).toBe(0);
    expect(await bill('EXPLAIN (TYPE IO, FORMAT JSON) SELECT service FROM telemetry.events')).toBe(
      0,
    );
    expect(await bill('SHOW TABLES IN telemetry')).toBe(0);
  });

  it('14: answers with an earlier result, for nothing, when all is the same', async () => {
    const sql =
      "SELECT service, count(*) AS events FROM telemetry.events WHERE day = '2026-03-01' GROUP BY service";
    const reuse = {
      ResultReuseConfiguration: {
        ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: 10 },
      },
    };
    const reused = async (text: string, input: object = {}) => {
      const execution = await test.finish(text, { ...reuse, ...input });
      expect(execution.Status?.State).toBe('SUCCEEDED');
      const isReused = execution.Statistics?.ResultReuseInformation?.ReusedPreviousResult;
      const line = test.server.ledger().at(-1);
      // An answer from an earlier result scans nothing, costs nothing and takes a fifth of a second.
      expect([
        line?.reusedPreviousResult,
        line?.bytesBilled === 0,
        scanned(execution) === 0,
      ]).toEqual([isReused, isReused, isReused]);
      expect((execution.Statistics?.TotalExecutionTimeInMillis ?? 0) <= 200).toBe(isReused);
      return isReused;
    };
    const first = await test.finish(sql, reuse);
    expect(await reused(sql)).toBe(true);
    expect((await test.page(test.server.ledger().at(-1)?.queryExecutionId ?? '')).rows).toEqual(
      (await test.page(first.id)).rows,
    );
    expect(await reused(sql, { ResultReuseConfiguration: undefined })).toBe(false);
    expect(await reused(`${sql} -- dashboard 7`)).toBe(false);
    expect(await reused(sql.replace('SELECT service', 'SELECT  service'))).toBe(false);
    expect(await reused(sql, { QueryExecutionContext: { Database: 'samples' } })).toBe(false);
    expect(
      await reused(sql, { ResultConfiguration: { OutputLocation: 's3://results/elsewhere/' } }),
    ).toBe(false);
    test.server.setWorkgroup('second', { outputLocation: 's3://results/primary/' });
    expect(await reused(sql, { WorkGroup: 'second' })).toBe(false);

    await test.clock.advance(11 * 60_000);
    expect(await reused(sql)).toBe(false);
    expect(await reused(sql)).toBe(true);
    test.server.expireResult(test.server.ledger().at(-1)?.queryExecutionId ?? '');
    expect(await reused(sql)).toBe(false);
  });

  it.each([
    ['a limit without an order', 'SELECT n FROM samples.numbers LIMIT 3', {}],
    [
      'the present',
      "SELECT n FROM samples.numbers WHERE now() > TIMESTAMP '2026-01-01 00:00:00 UTC' AND n = 1",
      {},
    ],
    [
      'a result location that the workgroup overrides',
      'SELECT n FROM samples.numbers WHERE n = 2',
      { WorkGroup: 'enforced', ResultConfiguration: { OutputLocation: 's3://results/mine/' } },
    ],
  ])('14: never reuses a result with %s', async (_, sql, input) => {
    const reuse = {
      ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: true } },
    };
    await test.finish(sql, { ...reuse, ...input });
    const again = await test.finish(sql, { ...reuse, ...input });
    expect(again.Status?.State).toBe('SUCCEEDED');
    expect(again.Statistics?.ResultReuseInformation?.ReusedPreviousResult).toBe(false);
  });

  it('writes where an enforced workgroup says, whatever the client asks for', async () => {
    const { ResultConfiguration } = await test.finish('SELECT 1 AS one', {
      WorkGroup: 'enforced',
      ResultConfiguration: { OutputLocation: 's3://results/mine/' },
    });
    expect(ResultConfiguration?.OutputLocation).toMatch(
      /^s3:\/\/results\/enforced\/[0-9a-f-]+\.csv$/,
    );
  });
});
