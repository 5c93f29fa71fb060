import { randomUUID } from 'node:crypto';
import type { StartQueryExecutionCommandInput } from '@aws-sdk/client-athena';
import { failure, TestAthena } from '../__testUtils__/TestAthena';

type Input = StartQueryExecutionCommandInput;

/** What brings a query into a state, and leaves it there. */
const states = {
  QUEUED: async () => {},
  RUNNING: async (test: TestAthena) => test.clock.advance(100),
  SUCCEEDED: async (test: TestAthena) => test.clock.advance(60_000),
  FAILED: async (test: TestAthena) => test.clock.advance(60_000),
  CANCELLED: async (test: TestAthena, id: string) => test.cancel(id),
};

/** Each field with another value than the query was started with, and whether Athena notices. */
const changes: [field: string, change: Partial<Input>, outcome: 'same' | 'mismatch'][] = [
  ['nothing', {}, 'same'],
  ['QueryString', { QueryString: 'SELECT 2 AS other' }, 'mismatch'],
  [
    'Catalog',
    { QueryExecutionContext: { Database: 'samples', Catalog: 'awsdatacatalog' } },
    'mismatch',
  ],
  [
    'Database',
    { QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'telemetry' } },
    'mismatch',
  ],
  [
    'OutputLocation',
    { ResultConfiguration: { OutputLocation: 's3://results/other/' } },
    'mismatch',
  ],
  ['ExecutionParameters', { ExecutionParameters: ['2'] }, 'same'],
  ['WorkGroup', { WorkGroup: 'second' }, 'same'],
];

describe('idempotency, as Athena keeps it', () => {
  let test: TestAthena;

  beforeAll(async () => {
    const workgroup = { outputLocation: 's3://results/' };
    const quota = { perSecond: 1e6, burst: 1e6 };
    test = await TestAthena.start({
      workgroups: { primary: workgroup, second: workgroup },
      quotas: { calls: { StartQueryExecution: quota, StopQueryExecution: quota } },
    });
  });
  afterAll(() => test.stop());

  const cases = Object.entries(states).flatMap(([state, reach]) =>
    changes.map(([field, change, outcome]) => ({ state, reach, field, change, outcome })),
  );
  it.each(cases)(
    '5: the same token, with another $field, while the query is $state: $outcome',
    async ({ state, reach, change, outcome }) => {
      const input: Input = {
        QueryString: state === 'FAILED' ? 'SELECT n FROM samples.nothing' : 'SELECT 1 AS one',
        ClientRequestToken: randomUUID(),
        QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'samples' },
        ResultConfiguration: { OutputLocation: 's3://results/own/' },
        ExecutionParameters: ['1'],
        WorkGroup: 'primary',
      };
      const id = await test.begin({ ...input, QueryString: input.QueryString ?? '' });
      await reach(test, id);
      expect(await test.state(id)).toBe(state);

      const executions = test.server.ledger().length;
      const again = { ...input, ...change };
      const answer = await test
        .begin({ ...again, QueryString: again.QueryString ?? '' })
        .catch((error: Error) => error.message);
      expect(answer).toBe(outcome === 'same' ? id : 'Idempotent parameters do not match');
      expect(test.server.ledger()).toHaveLength(executions);
      expect(await test.state(id)).toBe(state);
      await test.cancel(id);
    },
  );

  it('keeps a token for more than an hour after the end', async () => {
    const input = { QueryString: 'SELECT 1 AS one', ClientRequestToken: randomUUID() };
    const { id } = await test.finish(input.QueryString, input);
    await test.clock.advance(67 * 60_000);
    expect(await test.begin(input)).toBe(id);
  });

  it('takes a token literally, and a database that is left out for another one than default', async () => {
    const token = `Token-${randomUUID()}`;
    const input = { QueryString: 'SELECT 1 AS one', ClientRequestToken: token };
    const id = await test.begin(input);
    expect(await test.begin({ ...input, ClientRequestToken: token.toLowerCase() })).not.toBe(id);
    expect(await test.begin({ ...input, ClientRequestToken: `${token} ` })).not.toBe(id);
    expect(
      await failure(test.begin({ ...input, QueryExecutionContext: { Database: 'default' } })),
    ).toMatchObject({
      name: 'InvalidRequestException',
      code: 'IDEMPOTENT_PARAMETER_MISMATCH',
      message: 'Idempotent parameters do not match',
    });
  });

  it('does not use a token up with a syntax error', async () => {
    const ClientRequestToken = randomUUID();
    expect(await failure(test.begin({ QueryString: 'SELEC 1', ClientRequestToken }))).toMatchObject(
      {
        code: 'MALFORMED_QUERY',
      },
    );
    expect(await test.begin({ QueryString: 'SELECT 1', ClientRequestToken })).toMatch(
      /^[0-9a-f-]{36}$/,
    );
  });

  it('does not tell the token of a query', async () => {
    const ClientRequestToken = randomUUID();
    const { id } = await test.finish('SELECT 1', { ClientRequestToken });
    const { text } = await test.raw('GetQueryExecution', { QueryExecutionId: id });
    expect(text).not.toContain(ClientRequestToken);
  });
});
