import { GetQueryRuntimeStatisticsCommand } from '@aws-sdk/client-athena';
import { athenaErrorTypes, athenaFailure } from '../executions/athenaErrorTypes';
import { failure, TestAthena } from '../__testUtils__/TestAthena';

const megabyte = 1_048_576;
const wholeTable = 'SELECT service, request, duration FROM telemetry.events';

describe('states of a query, as Athena tells them', () => {
  let test: TestAthena;

  beforeAll(async () => {
    const quota = { perSecond: 1e6, burst: 1e6 };
    test = await TestAthena.start({
      quotas: { calls: { StartQueryExecution: quota, GetQueryExecution: quota } },
      // Slow enough for a scan of a few kilobytes to be met in its middle.
      latency: { bytesPerMs: 10 },
    });
  });
  afterAll(() => test.stop());

  it('8: may go back from RUNNING to QUEUED before it ends', async () => {
    test.server.faults.next('StartQueryExecution', { kind: 'requeued' });
    const id = await test.begin({ QueryString: wholeTable });
    const seen: (string | undefined)[] = [];
    for (let i = 0; i < 2_000 && seen.at(-1) !== 'SUCCEEDED'; i++) {
      const state = await test.state(id);
      if (state !== seen.at(-1)) seen.push(state);
      await test.clock.advance(50);
    }
    expect(seen).toEqual(['QUEUED', 'RUNNING', 'QUEUED', 'RUNNING', 'SUCCEEDED']);
    expect((await test.page(id)).rows).toHaveLength(1_000);
  });

  it('9: is CANCELLED and billed when it scans more than its workgroup allows', async () => {
    const cutoff = 20_000;
    test.server.setWorkgroup('small', {
      outputLocation: 's3://results/',
      bytesScannedCutoffPerQuery: cutoff,
    });
    const execution = await test.finish(wholeTable, { WorkGroup: 'small' });
    expect(execution.Status).toMatchObject({
      State: 'CANCELLED',
      StateChangeReason: 'Bytes scanned limit was exceeded',
    });
    expect(execution.Status?.AthenaError).toBeUndefined();
    expect(execution.Statistics?.DataScannedInBytes).toBe(cutoff);
    expect(test.server.ledger().at(-1)).toMatchObject({
      queryExecutionId: execution.id,
      state: 'CANCELLED',
      bytesScanned: cutoff,
      bytesBilled: 10 * megabyte,
    });
    const within = await test.finish(`${wholeTable} WHERE day = '2026-03-01'`, {
      WorkGroup: 'small',
    });
    expect(within.Status?.State).toBe('SUCCEEDED');
  });

  it('10: is CANCELLED by its user, for what it scanned until then, and only once', async () => {
    const id = await test.begin({ QueryString: wholeTable });
    await test.clock.advance(2_000);
    await test.cancel(id);
    const stopped = await test.look(id);
    expect(stopped.Status).toMatchObject({
      State: 'CANCELLED',
      StateChangeReason: 'Query cancelled by user',
    });
    expect(stopped.Status?.AthenaError).toBeUndefined();
    const scanned = stopped.Statistics?.DataScannedInBytes ?? 0;
    expect(scanned).toBeGreaterThan(0);
    expect(scanned).toBeLessThan(60_000);
    await test.cancel(id);
    await test.clock.advance(60_000);
    expect(await test.look(id)).toEqual(stopped);
    expect(test.server.ledger().at(-1)).toMatchObject({ bytesBilled: 10 * megabyte });

    const queued = await test.begin({ QueryString: wholeTable });
    await test.cancel(queued);
    expect(test.server.ledger().at(-1)).toMatchObject({ bytesScanned: 0, bytesBilled: 0 });

    const done = await test.finish('SELECT 1 AS one');
    await test.cancel(done.id);
    expect(await test.state(done.id)).toBe('SUCCEEDED');
    expect(await failure(test.cancel('no-such-query'))).toMatchObject({
      code: 'QUERY_EXECUTION_NOT_FOUND',
    });
  });

  it('13: takes its time: in the queue, for preparation, and for every byte', async () => {
    const small = await test.finish('SELECT 1 AS one');
    expect(small.Statistics?.QueryQueueTimeInMillis).toBeGreaterThanOrEqual(50);
    expect(small.Statistics?.QueryQueueTimeInMillis).toBeLessThanOrEqual(90);
    expect(small.Statistics?.ServicePreProcessingTimeInMillis).toBe(60);
    expect(small.Statistics?.TotalExecutionTimeInMillis).toBeGreaterThanOrEqual(283);
    expect(small.Statistics?.TotalExecutionTimeInMillis).toBeLessThanOrEqual(340);
    const times = small.Status;
    const elapsed = times?.CompletionDateTime?.getTime() ?? 0;
    expect(elapsed - (times?.SubmissionDateTime?.getTime() ?? 0)).toBe(
      small.Statistics?.TotalExecutionTimeInMillis,
    );

    const oneDay = await test.finish(`${wholeTable} WHERE day = '2026-03-01'`);
    const allDays = await test.finish(wholeTable);
    const bytes =
      (allDays.Statistics?.DataScannedInBytes ?? 0) - (oneDay.Statistics?.DataScannedInBytes ?? 0);
    const ms =
      (allDays.Statistics?.EngineExecutionTimeInMillis ?? 0) -
      (oneDay.Statistics?.EngineExecutionTimeInMillis ?? 0);
    expect(Math.abs(ms - bytes / 10)).toBeLessThan(5);
  });

  it('13: scans more and more while it runs', async () => {
    const id = await test.begin({ QueryString: wholeTable });
    const scanned: number[] = [];
    while ((await test.state(id)) !== 'SUCCEEDED') {
      scanned.push((await test.look(id)).Statistics?.DataScannedInBytes ?? -1);
      await test.clock.advance(500);
    }
    expect(scanned.length).toBeGreaterThan(5);
    expect(scanned).toEqual([...scanned].sort((a, b) => a - b));
    expect(scanned[0]).toBe(0);
  });

  it('15: ends in FAILED with any error type of Athena', async () => {
    for (const errorType of athenaErrorTypes) {
      test.server.faults.next('StartQueryExecution', { kind: 'failed', errorType });
      const { Status } = await test.finish('SELECT 1 AS one');
      const expected = athenaFailure(errorType);
      expect(Status).toMatchObject({
        State: 'FAILED',
        StateChangeReason: expected.message,
        AthenaError: {
          ErrorCategory: expected.category,
          ErrorType: errorType,
          Retryable: expected.retryable,
          ErrorMessage: expected.message,
        },
      });
    }
    expect(athenaErrorTypes.length).toBeGreaterThan(90);
  });

  it('echoes what it was started with, and how it was run', async () => {
    const execution = await test.finish('-- a comment\n  SELECT 1 AS one', {
      QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'Samples' },
    });
    expect(execution).toMatchObject({
      Query: '-- a comment\n  SELECT 1 AS one',
      StatementType: 'DML',
      SubstatementType: 'SELECT',
      WorkGroup: 'primary',
      QueryExecutionContext: { Catalog: 'awsdatacatalog', Database: 'Samples' },
      EngineVersion: {
        SelectedEngineVersion: 'AUTO',
        EffectiveEngineVersion: 'Athena engine version 3',
      },
      ResultConfiguration: { OutputLocation: `s3://results/primary/${execution.id}.csv` },
    });
    expect(execution.ExecutionParameters).toBeUndefined();
    const bare = await test.finish('SELECT 1 AS one');
    expect(bare.QueryExecutionContext).toEqual({});
  });

  it('tells many queries at once, and which of them do not exist', async () => {
    const ids = await Promise.all(
      Array.from({ length: 49 }, () => test.begin({ QueryString: 'SELECT 1 AS one' })),
    );
    const { QueryExecutions, UnprocessedQueryExecutionIds } = await test.statuses([
      ...ids,
      'no-such-query',
    ]);
    expect(QueryExecutions?.map(one => one.QueryExecutionId)).toEqual(ids);
    expect(UnprocessedQueryExecutionIds).toEqual([
      expect.objectContaining({ QueryExecutionId: 'no-such-query' }),
    ]);
    expect(await failure(test.statuses([...ids, ...ids]))).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('less than or equal to 50'),
    });
    await test.clock.advance(60_000);
  });

  it('has runtime statistics once it ended', async () => {
    const QueryExecutionId = await test.begin({ QueryString: wholeTable });
    const ask = async () =>
      (await test.athena.send(new GetQueryRuntimeStatisticsCommand({ QueryExecutionId })))
        .QueryRuntimeStatistics;
    expect(await ask()).toEqual({});
    await test.clock.advance(60_000);
    const { Statistics } = await test.look(QueryExecutionId);
    expect(await ask()).toMatchObject({
      Timeline: { TotalExecutionTimeInMillis: Statistics?.TotalExecutionTimeInMillis },
      Rows: { InputBytes: Statistics?.DataScannedInBytes, OutputRows: 2_000 },
    });
  });
});
