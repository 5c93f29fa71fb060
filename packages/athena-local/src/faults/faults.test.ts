import { randomUUID } from 'node:crypto';
import {
  AthenaClient,
  BatchGetQueryExecutionCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetQueryRuntimeStatisticsCommand,
  GetWorkGroupCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { failure, TestAthena } from '../__testUtils__/TestAthena';
import { athenaOperations } from '../wire/operations';
import { faultKinds, faultsOf, type FaultyOperation } from './Fault';
import { FaultInjector } from './FaultInjector';

const operations: FaultyOperation[] = [...athenaOperations, 'GetObject'];

describe('faults', () => {
  let test: TestAthena;
  let athena: AthenaClient;
  let s3: S3Client;
  let done: string;
  let key: string;

  beforeAll(async () => {
    const quota = { perSecond: 1e6, burst: 1e6 };
    test = await TestAthena.start({
      quotas: {
        calls: Object.fromEntries(athenaOperations.map(operation => [operation, quota])),
      },
    });
    const options = {
      endpoint: test.server.endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
      maxAttempts: 1,
      requestHandler: { requestTimeout: 250, throwOnRequestTimeout: true },
    };
    athena = new AthenaClient(options);
    s3 = new S3Client({ ...options, forcePathStyle: true });
  });
  beforeEach(async () => {
    test.server.faults.follow(undefined);
    const execution = await test.finish('SELECT n FROM samples.numbers WHERE n < 1500 ORDER BY n');
    done = execution.id;
    key = `primary/${done}.csv`;
  });
  afterAll(async () => {
    athena.destroy();
    s3.destroy();
    await test.stop();
  });

  /** A call of each operation, and what it answers when all is well, as text. */
  const calls: Record<FaultyOperation, () => Promise<unknown>> = {
    StartQueryExecution: async () => {
      const { QueryExecutionId } = await athena.send(
        new StartQueryExecutionCommand({
          QueryString: 'SELECT 1 AS one',
          ClientRequestToken: randomUUID(),
        }),
      );
      await test.clock.advance(60_000);
      const { Status } = await test.look(QueryExecutionId ?? 'none');
      return [typeof QueryExecutionId, Status?.State];
    },
    GetQueryExecution: async () =>
      (await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: done }))).QueryExecution,
    BatchGetQueryExecution: async () =>
      (await athena.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds: [done] })))
        .QueryExecutions,
    GetQueryResults: async () => {
      const { ResultSet, NextToken } = await athena.send(
        new GetQueryResultsCommand({ QueryExecutionId: done }),
      );
      const next = await test.page(done, { NextToken });
      return [ResultSet?.Rows, next.rows];
    },
    StopQueryExecution: async () =>
      (await athena.send(new StopQueryExecutionCommand({ QueryExecutionId: done }))).$metadata
        .httpStatusCode,
    GetWorkGroup: async () =>
      (await athena.send(new GetWorkGroupCommand({ WorkGroup: 'primary' }))).WorkGroup,
    GetQueryRuntimeStatistics: async () =>
      (await athena.send(new GetQueryRuntimeStatisticsCommand({ QueryExecutionId: done })))
        .QueryRuntimeStatistics,
    GetObject: async () => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'results', Key: key }));
      return Body?.transformToString();
    },
  };

  /** Faults that leave nothing to see: the answer is right, or there was nothing in it. */
  const harmless = new Set([
    'slow',
    'requeued',
    'StopQueryExecution emptyAnswer',
    'StopQueryExecution wrongTypes',
    'GetObject vanishedResults after',
  ]);

  const cases = operations.flatMap(operation =>
    faultsOf(operation).map(({ kind, effect }) => ({ operation, kind, effect })),
  );
  it.each(cases)(
    '$kind bites $operation ($effect its effect)',
    async ({ operation, kind, effect }) => {
      const expected = await calls[operation]();
      test.server.faults.next(operation, { kind, effect, delayMs: 30 });
      const outcome = await calls[operation]().then(
        value => (JSON.stringify(value) === JSON.stringify(expected) ? 'right' : 'wrong'),
        (error: unknown) => (error instanceof Error ? 'thrown' : 'odd'),
      );
      expect(test.server.faults.injected.at(-1)).toMatchObject({ operation, kind, effect });
      const isHarmless = [kind, `${operation} ${kind}`, `${operation} ${kind} ${effect}`].some(
        one => harmless.has(one),
      );
      expect(outcome === 'right').toBe(isHarmless);
    },
  );

  it('happens before or after the effect, as it says', async () => {
    const start = (effect: 'before' | 'after') => {
      test.server.faults.next('StartQueryExecution', { kind: 'internalError', effect });
      return failure(test.begin({ QueryString: 'SELECT 1 AS one' }));
    };
    const before = test.server.ledger().length;
    expect(await start('before')).toMatchObject({ name: 'InternalServerException', status: 500 });
    expect(test.server.ledger()).toHaveLength(before);
    expect(await start('after')).toMatchObject({ name: 'InternalServerException' });
    expect(test.server.ledger()).toHaveLength(before + 1);
  });

  it('never makes two queries of one token, however often its start goes wrong', async () => {
    const before = test.server.ledger().length;
    const kinds = faultsOf('StartQueryExecution')
      .map(({ kind }) => kind)
      .filter(kind => kind !== 'hang' && kind !== 'slow');
    test.server.faults.follow({ seed: 11, rate: 0.6, kinds });
    const ids = new Set<string>();
    for (let i = 0; i < 100; i++) {
      const start = new StartQueryExecutionCommand({
        QueryString: `SELECT ${i} AS n`,
        ClientRequestToken: `token-${i}`.padEnd(32, '-'),
      });
      let id: unknown;
      while (typeof id !== 'string') {
        id = await athena.send(start).then(
          ({ QueryExecutionId }) => QueryExecutionId,
          () => undefined,
        );
      }
      ids.add(id);
    }
    test.server.faults.follow(undefined);
    await test.clock.advance(600_000);
    const started = test.server.ledger().slice(before);
    expect(started.map(({ queryExecutionId }) => queryExecutionId)).toEqual([...ids]);
    expect(started.filter(({ completedAtMs }) => completedAtMs === undefined)).toEqual([]);
  });

  it('draws the same faults from the same seed, at the rate asked for', () => {
    const draw = (seed: number) => {
      const injector = new FaultInjector({ seed, rate: 0.2 });
      for (let i = 0; i < 2_000; i++) for (const one of operations) injector.decide(one);
      return injector.injected;
    };
    const faults = draw(7);
    expect(draw(7)).toEqual(faults);
    expect(draw(8)).not.toEqual(faults);
    expect(faults.length / 16_000).toBeGreaterThan(0.18);
    expect(faults.length / 16_000).toBeLessThan(0.22);
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(faultKinds));
    const seen = new Set(
      faults.map(({ operation, kind, effect }) => `${operation} ${kind} ${effect}`),
    );
    expect(seen.size).toBe(cases.length);
  });

  it('keeps to the kinds and operations of its plan', () => {
    const injector = new FaultInjector({
      seed: 1,
      rate: 1,
      kinds: ['throttled'],
      operations: ['GetQueryResults'],
    });
    expect(injector.decide('GetQueryResults')).toMatchObject({ kind: 'throttled' });
    expect(injector.decide('StartQueryExecution')).toBeUndefined();
    expect(() => injector.next('GetWorkGroup', { kind: 'shortRow' })).toThrow(RangeError);
  });

  it('storms: throttles everything until the storm is over', async () => {
    test.server.faults.follow({ seed: 3, rate: 1, kinds: ['throttled'] });
    for (let i = 0; i < 5; i++) {
      expect(await failure(test.look(done))).toMatchObject({ name: 'ThrottlingException' });
    }
    test.server.faults.follow(undefined);
    expect(await test.state(done)).toBe('SUCCEEDED');
  });
});
