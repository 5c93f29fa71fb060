import { randomUUID } from 'node:crypto';
import { failure, TestAthena } from '../__testUtils__/TestAthena';

const tokenOf = (length: number) => 'x'.repeat(length);

describe('checks, in the order of Athena', () => {
  let test: TestAthena;

  beforeAll(async () => {
    test = await TestAthena.start({
      workgroups: {
        primary: {},
        located: { outputLocation: 's3://results/' },
        closed: { state: 'DISABLED' },
      },
    });
  });
  afterAll(() => test.stop());

  const start = (body: object) =>
    test.raw('StartQueryExecution', body).then(({ status, json }) => ({ status, json }));

  it('6: looks at types, then the framework, the location, the syntax and the token', async () => {
    const wrongInEveryWay = {
      QueryString: 'SELEC 1',
      ClientRequestToken: 'short',
      ResultConfiguration: { OutputLocation: 'nowhere' },
      WorkGroup: 'located',
    };
    expect(await start({ ...wrongInEveryWay, ExecutionParameters: 'x' })).toMatchObject({
      status: 400,
      json: { __type: 'SerializationException' },
    });
    expect(await start(wrongInEveryWay)).toMatchObject({
      json: {
        __type: 'InvalidRequestException',
        AthenaErrorCode: 'INVALID_INPUT',
        ErrorCode: 'INVALID_INPUT',
        Message:
          "1 validation error detected: Value at 'clientRequestToken' failed to satisfy constraint: Member must have length greater than or equal to 32",
      },
    });
    const ClientRequestToken = randomUUID();
    expect(await start({ ...wrongInEveryWay, ClientRequestToken })).toMatchObject({
      json: { Message: 'outputLocation is not a valid S3 path.' },
    });
    const { QueryString, WorkGroup } = wrongInEveryWay;
    await test.begin({ QueryString: 'SELECT 1', ClientRequestToken, WorkGroup });
    expect(await start({ QueryString, ClientRequestToken, WorkGroup })).toMatchObject({
      json: { AthenaErrorCode: 'MALFORMED_QUERY' },
    });
    expect(await start({ QueryString: 'SELECT 2', ClientRequestToken, WorkGroup })).toMatchObject({
      json: { AthenaErrorCode: 'IDEMPOTENT_PARAMETER_MISMATCH' },
    });
  });

  it('6: looks at the framework, the id, the page size, the state and the token of a page', async () => {
    const results = async (body: object) => (await test.raw('GetQueryResults', body)).json;
    const unknown = randomUUID();
    expect(
      await results({ QueryExecutionId: unknown, MaxResults: 0, NextToken: '' }),
    ).toMatchObject({
      Message:
        "2 validation errors detected: Value '' at 'nextToken' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
        "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
    });
    expect(await results({ QueryExecutionId: unknown, MaxResults: 1001 })).toMatchObject({
      AthenaErrorCode: 'QUERY_EXECUTION_NOT_FOUND',
      Message: `QueryExecution ${unknown} was not found`,
    });
    const id = await test.begin({ QueryString: 'SELECT 1 AS one', WorkGroup: 'located' });
    expect(await results({ QueryExecutionId: id, MaxResults: 1001, NextToken: 'x' })).toMatchObject(
      {
        AthenaErrorCode: 'INVALID_INPUT',
        Message: 'MaxResults is more than maximum allowed length 1000',
      },
    );
    expect(await results({ QueryExecutionId: id, NextToken: 'x' })).toMatchObject({
      AthenaErrorCode: 'INVALID_QUERY_EXECUTION_STATE',
      Message: 'Query has not yet finished. Current state: QUEUED',
    });
    await test.clock.advance(10_000);
    expect(await results({ QueryExecutionId: id, NextToken: 'x' })).toMatchObject({
      Message: 'Malformed nextPageToken x',
    });
    const failed = await test.finish('SELECT n FROM samples.nothing', { WorkGroup: 'located' });
    expect(await results({ QueryExecutionId: failed.id })).toMatchObject({
      AthenaErrorCode: 'INVALID_QUERY_EXECUTION_STATE',
      Message: 'Query did not finish successfully. Final query state: FAILED',
    });
    const stopped = await test.begin({ QueryString: 'SELECT 1', WorkGroup: 'located' });
    await test.cancel(stopped);
    expect(await results({ QueryExecutionId: stopped })).toMatchObject({
      AthenaErrorCode: 'RESULT_NOT_FOUND',
      Message: 'Could not find results',
    });
  });

  it('does not take the token of another result', async () => {
    const WorkGroup = 'located';
    const one = await test.finish('SELECT n FROM samples.numbers WHERE n < 1500', { WorkGroup });
    const two = await test.finish('SELECT n FROM samples.numbers WHERE n < 1600', { WorkGroup });
    const { NextToken } = await test.page(one.id);
    expect(await failure(test.page(two.id, { NextToken }))).toMatchObject({
      message: `Malformed nextPageToken ${NextToken}`,
    });
  });

  it.each([
    ['no token', {}, /^clientRequestToken is null or empty$/],
    ['an empty token', { ClientRequestToken: '' }, /^clientRequestToken is null or empty$/],
    ['31 characters', { ClientRequestToken: tokenOf(31) }, /greater than or equal to 32$/],
    ['129 characters', { ClientRequestToken: tokenOf(129) }, /less than or equal to 128$/],
    [
      '65 characters of two bytes',
      { ClientRequestToken: 'ü'.repeat(65) },
      /^clientRequestToken exceeds maximum allowed length 128$/,
    ],
    [
      'nothing else',
      { QueryString: undefined },
      /^1 validation error detected: Value null at 'queryString' failed to satisfy constraint: Member must not be null$/,
    ],
    [
      'an empty list of parameters',
      { ClientRequestToken: tokenOf(32), ExecutionParameters: [] },
      /'executionParameters' failed to satisfy constraint: Member must have length greater than or equal to 1$/,
    ],
    [
      'no location anywhere',
      { ClientRequestToken: tokenOf(32) },
      /^No output location provided\. An output location is required either through the Workgroup result configuration/,
    ],
    [
      'an unknown workgroup',
      { ClientRequestToken: tokenOf(32), WorkGroup: 'nowhere' },
      /^WorkGroup nowhere is not found\.$/,
    ],
    [
      'a disabled workgroup',
      { ClientRequestToken: tokenOf(32), WorkGroup: 'closed' },
      /^WorkGroup closed is disabled\.$/,
    ],
    [
      'more than 262,144 bytes',
      { ClientRequestToken: tokenOf(32), QueryString: `SELECT '${'ü'.repeat(140_000)}'` },
      /^queryString exceeds maximum allowed length 262144$/,
    ],
  ])('refuses a start with %s', async (_, body, message) => {
    const { status, json } = await start({ QueryString: 'SELECT 1', ...body });
    expect(status).toBe(400);
    expect(json).toMatchObject({ __type: 'InvalidRequestException', ErrorCode: 'INVALID_INPUT' });
    expect(json).toHaveProperty('Message', expect.stringMatching(message));
  });

  it('7: answers a syntax error at once, and what a query means in its state', async () => {
    const executions = test.server.ledger().length;
    const WorkGroup = 'located';
    expect(await failure(test.begin({ QueryString: 'SELEC 1', WorkGroup }))).toMatchObject({
      name: 'InvalidRequestException',
      code: 'MALFORMED_QUERY',
      status: 400,
      message: expect.stringMatching(/^line 1:1: mismatched input 'SELEC'\. Expecting: /),
    });
    expect(
      await failure(test.begin({ QueryString: 'SELECT 1\nFRO numbers n', WorkGroup })),
    ).toMatchObject({ message: expect.stringMatching(/^line 2:5: mismatched input 'numbers'/) });
    expect(test.server.ledger()).toHaveLength(executions);

    const execution = await test.finish('SELECT n FROM samples.nothing', { WorkGroup });
    expect(execution.Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason:
        "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.samples.nothing' does not exist",
      AthenaError: { ErrorCategory: 2, ErrorType: 1301, Retryable: false },
    });
  });

  it.each([
    ['SELECT n FROM nowhere.numbers', 1301, 'SCHEMA_NOT_FOUND'],
    ['SELECT m FROM samples.numbers', 1006, 'COLUMN_NOT_FOUND'],
    ['SELECT t.m FROM samples.numbers t', 1006, 'COLUMN_NOT_FOUND'],
    [
      'SELECT CAST(value AS integer) FROM samples.texts WHERE id = 3',
      1100,
      'INVALID_CAST_ARGUMENT',
    ],
    ['SELECT 1 / (n - n) FROM samples.numbers WHERE n = 1', 1001, 'DIVISION_BY_ZERO'],
    ['CREATE TABLE x AS SELECT 1', 1200, 'NOT_SUPPORTED'],
  ])('lets %s end in FAILED with error type %d', async (sql, ErrorType, prefix) => {
    const { Status } = await test.finish(sql, { WorkGroup: 'located' });
    expect(Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: expect.stringMatching(new RegExp(`^${prefix}: `)),
      AthenaError: { ErrorCategory: 2, ErrorType, Retryable: false },
    });
    expect(Status?.AthenaError?.ErrorMessage).toBe(Status?.StateChangeReason);
  });
});
