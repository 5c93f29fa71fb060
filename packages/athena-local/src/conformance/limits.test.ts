import { GetQueryResultsCommand, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { defaultQuotas } from '../limits/Quotas';
import { failure, TestAthena } from '../__testUtils__/TestAthena';

describe('limits, as Athena sets them', () => {
  let test: TestAthena;

  beforeEach(async () => {
    test = await TestAthena.start({ quotas: { activeDml: 3, activeDdl: 1 } });
  });
  afterEach(() => test.stop());

  it.each([
    ['StartQueryExecution', { QueryString: 'SELEC' }],
    ['GetQueryExecution', { QueryExecutionId: 'x' }],
    ['BatchGetQueryExecution', { QueryExecutionIds: ['x'] }],
    ['GetQueryResults', { QueryExecutionId: 'x' }],
    ['StopQueryExecution', { QueryExecutionId: 'x' }],
  ] as const)('11: has a bucket of its own for %s, with a burst', async (operation, body) => {
    const { burst, perSecond } = defaultQuotas.calls[operation];
    const call = async () => (await test.raw(operation, body)).json;
    const throttled = { __type: 'ThrottlingException', message: 'Rate exceeded' };
    for (let i = 0; i < burst; i++) expect(await call()).not.toEqual(throttled);
    expect(await call()).toEqual(throttled);
    await test.clock.advance(1_000);
    for (let i = 0; i < perSecond; i++) expect(await call()).not.toEqual(throttled);
    expect(await call()).toEqual(throttled);
    expect(test.server.calls(operation)).toEqual({ calls: burst + perSecond + 2, throttled: 2 });

    const other = operation === 'GetQueryExecution' ? 'GetQueryResults' : 'GetQueryExecution';
    expect((await test.raw(other, { QueryExecutionId: 'x' })).json).not.toEqual(throttled);
  });

  it('12: refuses a query while too many are queued or running, over all workgroups', async () => {
    test.server.setWorkgroup('second', { outputLocation: 's3://results/' });
    const QueryString = 'SELECT 1 AS one';
    const first = await test.begin({ QueryString });
    await test.begin({ QueryString, WorkGroup: 'second' });
    await test.begin({ QueryString });
    const start = test.athena.send(new StartQueryExecutionCommand({ QueryString }));
    expect(await failure(start)).toMatchObject({
      name: 'TooManyRequestsException',
      status: 400,
      message: expect.stringContaining('You have exceeded the limit for the number of queries'),
    });
    const { json } = await test.raw('StartQueryExecution', {
      QueryString,
      ClientRequestToken: 'x'.repeat(32),
    });
    expect(json).toMatchObject({ Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED' });
    expect(await test.begin({ QueryString: 'SHOW TABLES' })).toBeDefined();
    await test.cancel(first);
    await test.begin({ QueryString });
    await test.clock.advance(60_000);
    await test.begin({ QueryString });
  });

  it('16: throttles the reading of a result between its pages, and goes on where it was', async () => {
    const { id: QueryExecutionId } = await test.finish(
      'SELECT n FROM samples.numbers WHERE n < 2500 ORDER BY n',
    );
    const first = await test.page(QueryExecutionId);
    for (const kind of ['throttled', 'tooManyRequests'] as const) {
      test.server.faults.next('GetQueryResults', { kind });
      expect(
        await failure(
          test.athena.send(
            new GetQueryResultsCommand({ QueryExecutionId, NextToken: first.NextToken }),
          ),
        ),
      ).toMatchObject({
        name: kind === 'throttled' ? 'ThrottlingException' : 'TooManyRequestsException',
      });
    }
    const second = await test.page(QueryExecutionId, { NextToken: first.NextToken });
    const third = await test.page(QueryExecutionId, { NextToken: second.NextToken });
    const values = [...first.rows.slice(1), ...second.rows, ...third.rows].map(([n]) => Number(n));
    expect(values).toEqual(Array.from({ length: 2_500 }, (_, n) => n));
    expect(third.NextToken).toBeUndefined();
  });
});
