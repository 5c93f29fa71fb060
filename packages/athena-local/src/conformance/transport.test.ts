import { randomUUID } from 'node:crypto';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetWorkGroupCommand,
  ListQueryExecutionsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { startAthenaLocal } from '../startAthenaLocal';
import { failure, TestAthena } from '../__testUtils__/TestAthena';

describe('transport, as the SDK and Athena speak it', () => {
  let test: TestAthena;

  beforeAll(async () => {
    test = await TestAthena.start({ accessKeyIds: ['AKIDEXAMPLE', 'AKIDROTATED'] });
  });
  afterAll(() => test.stop());

  const clientWith = (accessKeyId: string, options: object = {}) =>
    new AthenaClient({
      endpoint: test.server.endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId, secretAccessKey: 'secret' },
      maxAttempts: 1,
      ...options,
    });

  it('18: starts one query only when the answer to its start is lost', async () => {
    const input = { QueryString: 'SELECT 1 AS one', ClientRequestToken: randomUUID() };
    for (const kind of ['reset', 'unavailable', 'emptyAnswer', 'truncated'] as const) {
      test.server.faults.next('StartQueryExecution', { kind, effect: 'after' });
    }
    const before = test.server.ledger().length;
    expect(await failure(test.begin(input))).toBeDefined();
    expect(await failure(test.begin(input))).toMatchObject({ status: 503 });
    expect(await failure(test.begin(input))).toMatchObject({ message: 'no id' });
    expect(await failure(test.begin(input))).toMatchObject({ name: 'SyntaxError' });
    const id = await test.begin(input);
    expect(test.server.ledger().slice(before)).toMatchObject([{ queryExecutionId: id }]);

    test.server.faults.next('StartQueryExecution', { kind: 'reset', effect: 'before' });
    const other = { ...input, ClientRequestToken: randomUUID() };
    expect(await failure(test.begin(other))).toBeDefined();
    expect(test.server.ledger().slice(before)).toHaveLength(1);
  });

  it('18: is called again by the SDK after a reset, with the same token', async () => {
    const client = clientWith('AKIDEXAMPLE', { maxAttempts: 3 });
    test.server.faults.next('StartQueryExecution', { kind: 'reset', effect: 'after' });
    const before = test.server.ledger().length;
    const { QueryExecutionId } = await client.send(
      new StartQueryExecutionCommand({ QueryString: 'SELECT 1 AS one' }),
    );
    client.destroy();
    expect(test.server.ledger().slice(before)).toMatchObject([
      { queryExecutionId: QueryExecutionId },
    ]);
  });

  it('19: refuses credentials that expired, and takes the new ones', async () => {
    const { id } = await test.finish('SELECT 1 AS one');
    const [old, rotated] = [clientWith('AKIDEXAMPLE'), clientWith('AKIDROTATED')];
    const look = new GetQueryExecutionCommand({ QueryExecutionId: id });
    await old.send(look);
    test.server.credentials.expire('session-1');
    const session = clientWith('AKIDEXAMPLE', {
      credentials: {
        accessKeyId: 'AKIDEXAMPLE',
        secretAccessKey: 'secret',
        sessionToken: 'session-1',
      },
    });
    expect(await failure(session.send(look))).toMatchObject({
      name: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
      status: 400,
    });
    await rotated.send(look);
    test.server.credentials.expire('AKIDROTATED');
    expect(await failure(rotated.send(look))).toMatchObject({ name: 'ExpiredTokenException' });
    await old.send(look);
    const stranger = clientWith('AKIDSTRANGER');
    expect(await failure(stranger.send(look))).toMatchObject({
      name: 'UnrecognizedClientException',
    });
    for (const client of [old, rotated, session, stranger]) client.destroy();
  });

  it('19: is not fooled by a clock that is wrong, and the SDK mends its own', async () => {
    const ahead = await startAthenaLocal({
      directory: test.lake.directory,
      tables: {},
      wallClockAheadMs: 3_600_000,
    });
    try {
      const options = { endpoint: ahead.endpoint };
      const strict = clientWith('AKIDEXAMPLE', options);
      const command = new GetWorkGroupCommand({ WorkGroup: 'primary' });
      expect(await failure(strict.send(command))).toMatchObject({
        name: 'InvalidSignatureException',
      });
      const mending = clientWith('AKIDEXAMPLE', { ...options, maxAttempts: 2 });
      const { WorkGroup, $metadata } = await mending.send(command);
      expect(WorkGroup?.Name).toBe('primary');
      expect($metadata.attempts).toBe(2);
      strict.destroy();
      mending.destroy();
    } finally {
      await ahead.close();
    }
  });

  it('answers with the headers of Athena, and its error in the body alone', async () => {
    const { status, headers, json } = await test.raw('GetQueryExecution', {
      QueryExecutionId: 'x',
    });
    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-amzn-errortype')).toBeNull();
    expect(json).toEqual({
      __type: 'InvalidRequestException',
      AthenaErrorCode: 'QUERY_EXECUTION_NOT_FOUND',
      ErrorCode: 'QUERY_EXECUTION_NOT_FOUND',
      Message: 'QueryExecution x was not found',
    });
  });

  it('tells times in seconds, with a fraction', async () => {
    const { id } = await test.finish('SELECT 1 AS one');
    const { json } = await test.raw('GetQueryExecution', { QueryExecutionId: id });
    const seconds = test.clock.now() / 1_000 - 60;
    expect(json).toHaveProperty('QueryExecution.Status.SubmissionDateTime', seconds);
  });

  it.each([
    [
      'broken JSON',
      'GetQueryExecution',
      '{"QueryExecutionId":',
      { __type: 'SerializationException' },
    ],
    [
      'a text for a number',
      'GetQueryResults',
      { QueryExecutionId: 'x', MaxResults: '1' },
      {
        __type: 'SerializationException',
        Message: 'STRING_VALUE can not be converted to an Integer',
      },
    ],
    [
      'a missing member',
      'GetQueryExecution',
      { Unknown: 1, QueryExecutionId: null },
      expect.objectContaining({
        Message:
          "1 validation error detected: Value null at 'queryExecutionId' failed to satisfy constraint: Member must not be null",
      }),
    ],
    ['an unknown operation', 'ListTagsForSomething', {}, { __type: 'UnknownOperationException' }],
  ])('answers %s as Athena does', async (_, operation, body, expected) => {
    const { status, json } = await test.raw(operation, body);
    expect(status).toBe(400);
    expect(json).toEqual(expected);
  });

  it('does not know what it does not implement', async () => {
    expect(await failure(test.athena.send(new ListQueryExecutionsCommand({})))).toMatchObject({
      name: 'UnknownOperationException',
      status: 400,
    });
    const noTarget = await test.raw('', {}, { 'x-amz-target': undefined });
    expect(noTarget.json).toEqual({ __type: 'UnknownOperationException' });
    const json10 = await test.raw(
      'GetQueryExecution',
      {},
      { 'content-type': 'application/x-amz-json-1.0' },
    );
    expect([json10.status, json10.headers.get('content-type')]).toEqual([404, 'application/xml']);
  });

  it('wants every request signed for the right service', async () => {
    const call = async (authorization: string | undefined) =>
      (await test.raw('GetQueryExecution', { QueryExecutionId: 'x' }, { authorization })).json;
    expect(await call(undefined)).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
    expect(await call('Bearer abc')).toMatchObject({ __type: 'IncompleteSignatureException' });
    expect(
      await call(
        `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260305/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
      ),
    ).toMatchObject({ __type: 'IncompleteSignatureException' });
  });

  it('tells a workgroup with its configuration', async () => {
    test.server.setWorkgroup('insights', {
      outputLocation: 's3://results/insights/',
      enforceConfiguration: true,
      bytesScannedCutoffPerQuery: 10_000_000,
    });
    const get = (WorkGroup: string) => test.athena.send(new GetWorkGroupCommand({ WorkGroup }));
    expect((await get('insights')).WorkGroup).toMatchObject({
      Name: 'insights',
      State: 'ENABLED',
      Configuration: {
        ResultConfiguration: { OutputLocation: 's3://results/insights/' },
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 10_000_000,
        EngineVersion: { EffectiveEngineVersion: 'Athena engine version 3' },
      },
    });
    expect(await failure(get('nowhere'))).toMatchObject({
      message: 'WorkGroup nowhere is not found.',
    });
  });
});
