import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  backfillAnswerSchema,
  operatedDatasetsAnswerSchema,
  operatedRunSchema,
  pausesAnswerSchema,
  planAnswerSchema,
  refreshAnswerSchema,
  runsAnswerSchema,
  type DatasetDefinitionInput,
} from 'backstage-plugin-service-insights-common';
import {
  EngineError,
  type Engine,
  type EngineRunStatus,
} from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import request from 'supertest';
import { operatorPaths } from '../router/operatorPaths';
import { differencesFrom } from '../testing/documentedSchema';
import { openEventLake, type EventLake } from '../testing/eventLake';
import { startOperatedPortal, type AuditedEvent } from '../testing/operatedPortal';
import { until } from '../testing/portal';

jest.setTimeout(60_000);

const asOf = '2026-03-15T12:00:00.000Z';

const requests: DatasetDefinitionInput = {
  kind: 'dataset',
  id: 'requests',
  title: 'API requests',
  table: 'telemetry.events',
  time: { column: 'ts', partition: { column: 'day' } },
  service: 'service',
  customer: 'customer_id',
  history: 5,
  budget: { usdPerMonth: 10 },
};

const canary = 'arn:aws:athena:eu-central-1:123456789012:canary';

/** Bills what it reads; tells its own ids and words, which nobody may see. */
function priced(engine: Engine, isDown: () => boolean): Engine {
  const bill = (status: EngineRunStatus): EngineRunStatus =>
    'cost' in status
      ? { ...status, cost: { bytesScanned: 700, bytesBilled: 1_000, usd: 0.5 } }
      : status;
  const own = (id: string) => id.replace('canary-', '');
  return {
    name: engine.name,
    async start(statement, options) {
      if (isDown()) {
        const failure = { class: 'operator' as const, code: 'no-access', message: 'Access denied' };
        throw new EngineError(failure, new Error(canary));
      }
      return `canary-${await engine.start(statement, options)}`;
    },
    status: async ids =>
      new Map([...(await engine.status(ids.map(own)))].map(([id, s]) => [`canary-${id}`, bill(s)])),
    rows: (id, options) => engine.rows(own(id), options),
    stop: id => engine.stop(own(id)),
    sourceDays: async () => undefined,
  };
}

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const ada = mockCredentials.user('user:default/ada'); // may operate
const sam = mockCredentials.user('user:default/sam'); // may see
const eve = mockCredentials.user('user:default/eve'); // may neither

describe.each(databases.eachSupportedId())('an operator on %s', databaseId => {
  let knex: Knex;
  let lake: EventLake;
  let portal: Awaited<ReturnType<typeof startOperatedPortal>>;
  let isDown = false;
  const told: AuditedEvent[] = []; // by the tests before

  const untilRead = () =>
    until(async () => {
      const [{ open }] = await knex('runs')
        .whereNotIn('state', ['done', 'failed', 'cancelled'])
        .count({ open: '*' });
      const [{ all }] = await knex('runs').count({ all: '*' });
      return Number(all) > 0 && Number(open) === 0;
    });

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    lake = await openEventLake();
    for (const day of ['2026-03-13', '2026-03-14']) {
      await lake.write(day, [
        { event_id: `${day}-1`, ts: `${day} 10:00:00`, service: 'orders', customer_id: 'acme' },
        { event_id: `${day}-2`, ts: `${day} 11:00:00`, service: 'orders', customer_id: 'jane' },
      ]);
    }
    portal = await startOperatedPortal({
      knex,
      engine: priced(lake.engine, () => isDown),
      definitions: [requests],
      settings: { asOf, budget: { usdPerDay: 100 } },
      authorize: async (asked, { credentials }) => {
        const who = JSON.stringify(credentials);
        return asked.map(({ permission }) => {
          const isAllowed =
            who.includes('/ada') ||
            who.includes('plugin:nightly') ||
            (who.includes('/sam') && permission.attributes.action === 'read');
          return { result: isAllowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY };
        });
      },
    });
    await untilRead();
  });
  afterAll(async () => {
    await portal.server.stop();
    await lake.close();
  });
  beforeEach(() => {
    told.push(...portal.events);
    portal.events.length = 0;
  });

  const header = (by: typeof ada) => mockCredentials.user.header(by.principal.userEntityRef);
  const get = async (path: string, by = ada) => {
    const answer = await request(portal.server)
      .get(`/api/service-insights/v1/operator${path}`)
      .set('Authorization', header(by));
    return { status: answer.status, body: answer.body, text: answer.text, answer };
  };
  const post = async (path: string, body?: object, by = ada) => {
    const answer = await request(portal.server)
      .post(`/api/service-insights/v1/operator${path}`)
      .set('Authorization', header(by))
      .send(body);
    return { status: answer.status, body: answer.body, text: answer.text, answer };
  };
  const audited = () => portal.events.map(({ eventId, status }) => `${eventId} ${status}`);

  it('lists runs, the newest first, page by page and by filters', async () => {
    const all = runsAnswerSchema.parse((await get('/runs')).body);
    expect(all.runs).toHaveLength(6); // five days of history and the running one
    expect(all.nextCursor).toBeNull();
    const created = all.runs.map(({ createdAt }) => createdAt);
    expect(created).toEqual([...created].sort().reverse());
    expect(differencesFrom('RunsAnswer', all)).toEqual([]);

    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '?limit=4' : `?limit=4&cursor=${cursor}`;
      const page = runsAnswerSchema.parse((await get(`/runs${query}`)).body);
      paged.push(...page.runs.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all.runs.map(({ id }) => id));

    const count = async (query: string) => (await get(`/runs?${query}`)).body.runs.length;
    expect(await count('from=2026-03-14&to=2026-03-14')).toBe(1);
    expect(await count('state=done')).toBe(6);
    expect(await count('state=failed')).toBe(0);
    expect(await count('source=lake&dataset=requests')).toBe(6);
    expect(await count('source=other')).toBe(0);
    expect(await count('since=2026-01-01T00:00:00Z')).toBe(6);
    expect(await count('since=2100-01-01T00:00:00Z')).toBe(0);
  });

  it('shows one run with what it cost, and nothing of the engine', async () => {
    const { runs } = runsAnswerSchema.parse(
      (await get('/runs?from=2026-03-14&to=2026-03-14')).body,
    );
    const { body, text } = await get(`/runs/${runs[0].id}`);
    expect(operatedRunSchema.parse(body)).toMatchObject({
      datasetId: 'requests',
      day: '2026-03-14',
      source: 'lake',
      state: 'done',
      says: 'Its day is published.',
      bytesScanned: 700,
      bytesBilled: 1_000,
      usd: 0.5,
      failure: null,
    });
    const [row] = await knex('runs').where({ id: runs[0].id });
    expect(row.engine_run_id).toContain('canary');
    expect(text).not.toContain(row.token);
    expect(text).not.toContain('canary');
    expect((await get('/runs/7d1b4d3e-9f86-4b8e-8a39-3a5d3a6f0c11')).status).toBe(404);
    expect((await get('/runs/anything')).status).toBe(404);
  });

  it('says how datasets are doing, in words and numbers', async () => {
    const { body } = await get('/datasets');
    const answer = operatedDatasetsAnswerSchema.parse(body);
    expect(differencesFrom('OperatedDatasetsAnswer', body)).toEqual([]);
    expect(answer.spend.day).toMatchObject({ span: '2026-03-15', usd: 3, limitUsd: 100 });
    expect(answer.datasets).toMatchObject([
      {
        id: 'requests',
        title: 'API requests',
        dataThrough: '2026-03-14',
        queue: { waiting: 0, running: 0 },
        lastFailure: null,
        spend: { month: { span: '2026-03', usd: 3, limitUsd: 10 } },
        pauses: [],
        budgetHold: null,
        breakerOpen: [],
        says: ['Complete through 2026-03-14.', 'Nothing is due.'],
      },
    ]);
    expect(planAnswerSchema.parse((await get('/datasets/requests/plan')).body)).toEqual({
      days: [],
    });
  });

  it('estimates a backfill, and does it once it is confirmed: once, and for that range only', async () => {
    const range = { from: '2026-03-13', to: '2026-03-14' };
    const asked = backfillAnswerSchema.parse(
      (await post('/datasets/requests/backfill', range)).body,
    );
    if (asked.status !== 'estimated') throw new Error('It was not estimated');
    expect(asked.estimate).toEqual({
      days: 2,
      runs: 2,
      bytesBilled: 2_000,
      usd: 1,
      basis: 'what the same days cost before',
    });
    expect(audited()).toEqual(['backfill initiated', 'backfill succeeded']);

    const { confirm } = asked;
    const wider = await post('/datasets/requests/backfill', {
      ...range,
      from: '2026-03-12',
      confirm,
    });
    expect(wider.status).toBe(400);
    expect(wider.body.error.message).toContain('confirm:');

    const done = await post('/datasets/requests/backfill', { ...range, confirm });
    expect(backfillAnswerSchema.parse(done.body)).toEqual({ status: 'enqueued', enqueued: 2 });
    expect((await post('/datasets/requests/backfill', { ...range, confirm })).status).toBe(400);
    await untilRead();
    const { runs } = runsAnswerSchema.parse(
      (await get('/runs?from=2026-03-13&to=2026-03-14')).body,
    );
    expect(runs.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
  });

  it('does not take a confirmation that is older than ten minutes', async () => {
    const range = { from: '2026-03-13', to: '2026-03-14' };
    const { body } = await post('/datasets/requests/backfill', range);
    await knex('backfill_confirmations').update({ expires_at: Date.now() - 1 });
    const late = await post('/datasets/requests/backfill', { ...range, confirm: body.confirm });
    expect(late.status).toBe(400);
  });

  it('pauses and resumes a dataset, and everything', async () => {
    const end = '2026-03-16T00:00:00.000Z';
    const paused = await post('/datasets/requests/pause', { reason: 'Lake moves', until: end });
    expect(pausesAnswerSchema.parse(paused.body).pauses).toMatchObject([
      { dataset: 'requests', reason: 'Lake moves', by: 'user:default/ada', until: end },
    ]);
    const { datasets } = operatedDatasetsAnswerSchema.parse((await get('/datasets')).body);
    expect(datasets[0].says[0]).toBe(`Paused by user:default/ada until ${end}: Lake moves`);
    const all = await post('/pause', { reason: 'Quarter closes' });
    expect(all.body.pauses).toHaveLength(2);

    expect((await post('/resume')).body.pauses).toHaveLength(1);
    expect((await post('/datasets/requests/resume')).body).toEqual({ pauses: [] });
    expect(audited()).toEqual(
      ['pause', 'pause', 'resume', 'resume'].flatMap(act => [
        `${act} initiated`,
        `${act} succeeded`,
      ]),
    );
    expect(JSON.stringify(portal.events)).not.toContain('Lake moves');
    const past = await post('/pause', { reason: 'Late', until: '2026-03-01T00:00:00Z' });
    expect(past.body.error.message).toBe('until: must lie ahead');
  });

  it('says that a budget keeps runs in the queue, and writes it down once', async () => {
    await knex('budgets')
      .where({ scope: 'requests', span: '2026-03' })
      .update({ spent_nanousd: 9.9e9 });
    const range = { from: '2026-03-13', to: '2026-03-14' };
    const { body } = await post('/datasets/requests/backfill', range);
    await post('/datasets/requests/backfill', { ...range, confirm: body.confirm });
    const status = async () =>
      operatedDatasetsAnswerSchema.parse((await get('/datasets')).body).datasets[0];
    await until(async () => (await status()).budgetHold !== null);
    expect(await status()).toMatchObject({
      budgetHold: { until: '2026-04-01T00:00:00.000Z' },
      queue: { waiting: 2, running: 0 },
    });
    const { runs } = runsAnswerSchema.parse((await get('/runs?state=queued')).body);
    expect(runs.some(({ says }) => says.includes('does not pay for another run'))).toBe(true);
    expect(portal.events.filter(({ eventId }) => eventId === 'budget-refusal')).toMatchObject([
      { status: 'initiated', meta: { datasetId: 'requests', span: '2026-03', limitUsd: 10 } },
      { status: 'failed' },
    ]);
    await knex('budgets')
      .where({ scope: 'requests', span: '2026-03' })
      .update({ spent_nanousd: 0 });
    await untilRead();
  });

  it('says why a dataset fails, whose turn it is, and starts again once someone has resumed it', async () => {
    isDown = true;
    await lake.write('2026-03-14', [
      { event_id: 'new', ts: '2026-03-14 12:00:00', service: 'orders', customer_id: 'acme' },
    ]);
    const range = { from: '2026-03-14', to: '2026-03-14' };
    const { body } = await post('/datasets/requests/backfill', range);
    await post('/datasets/requests/backfill', { ...range, confirm: body.confirm });
    await untilRead();

    const failing = await get('/datasets');
    const { datasets } = operatedDatasetsAnswerSchema.parse(failing.body);
    expect(datasets[0].lastFailure).toMatchObject({ day: '2026-03-14', class: 'operator' });
    expect(datasets[0].says).toContainEqual(
      expect.stringMatching(/^2026-03-14 failed at .*: Access denied\. Someone must mend/),
    );
    expect(failing.text + JSON.stringify((await get('/runs')).body)).not.toContain('canary');
    const failed = portal.lines.find(({ fields }) => fields.state === 'failed');
    expect(failed).toMatchObject({
      level: 'warn',
      fields: {
        datasetId: 'requests',
        day: '2026-03-14',
        source: 'lake',
        errorClass: 'operator',
        errorCode: 'no-access',
      },
    });

    isDown = false;
    expect((await post('/datasets/requests/resume')).status).toBe(200);
    await knex('dataset_days').where({ day: '2026-03-14' }).update({ state: 'open' });
    const refreshed = refreshAnswerSchema.parse((await post('/datasets/requests/refresh')).body);
    expect(refreshed.enqueued).toBe(1);
    await untilRead();
    const mended = operatedDatasetsAnswerSchema.parse((await get('/datasets')).body);
    expect(mended.datasets[0].lastFailure).toBeNull();
  });

  it('forgets a customer, whose key is in no event of the audit log', async () => {
    const erased = await post('/erasures', { dataset: 'requests', customer: 'jane' });
    expect({ status: erased.status, body: erased.body }).toEqual({
      status: 200,
      body: { datasets: [{ id: 'requests', found: true }] },
    });
    expect(await knex('customers').where({ key: 'jane' })).toEqual([]);
    expect(audited()).toEqual(['erase initiated', 'erase succeeded']);
    expect(JSON.stringify([portal.events, portal.lines])).not.toContain('jane');
  });

  const acts: [string, object][] = [
    ['/datasets/requests/refresh', {}],
    ['/datasets/requests/backfill', { from: '2026-03-13', to: '2026-03-14' }],
    ['/datasets/requests/pause', { reason: 'None' }],
    ['/datasets/requests/resume', {}],
    ['/pause', { reason: 'None' }],
    ['/resume', {}],
    ['/erasures', { customer: 'acme' }],
  ];
  const looks = ['/runs', '/runs/anything', '/datasets', '/datasets/requests/plan'];

  it('has a test of who may for every route that is documented', () => {
    const documented = Object.keys(operatorPaths()).map(path =>
      path.replace('/v1/operator', '').replace('/datasets/{id}', '/datasets/requests'),
    );
    const tested = [...looks, ...acts.map(([path]) => path)];
    expect(tested.map(path => path.replace('/runs/anything', '/runs/{id}')).sort()).toEqual(
      documented.sort(),
    );
  });

  it('lets nobody act who may only see, and writes down that they tried', async () => {
    for (const [path, body] of acts) {
      portal.events.length = 0;
      const refused = await post(path, body, sam);
      expect({ path, status: refused.status }).toEqual({ path, status: 403 });
      expect(refused.body.error.message).toBe('You may not operate service insights');
      expect(portal.events.map(({ status }) => status)).toEqual(['initiated', 'failed']);
    }
    for (const path of looks.slice(2)) expect((await get(path, sam)).status).toBe(200);
    expect(await knex('pauses')).toEqual([]);
    expect(await knex('customers').where({ key: 'acme' })).toHaveLength(1);
  });

  it('shows nothing to who may not operate, in words that tell nothing', async () => {
    const bodies = new Set<string>();
    for (const path of looks) {
      portal.events.length = 0;
      const { status, body } = await get(path, eve);
      expect({ path, status }).toEqual({ path, status: 403 });
      bodies.add(JSON.stringify(body.error));
      expect(audited()).toEqual(['denied-access initiated', 'denied-access failed']);
    }
    for (const [path, body] of acts) {
      bodies.add(JSON.stringify((await post(path, body, eve)).body.error));
    }
    bodies.add(JSON.stringify((await post('/datasets/unknown/refresh', {}, eve)).body.error));
    expect([...bodies]).toHaveLength(1);
  });

  it('takes services for what the policy says of them, and nobody without a name', async () => {
    const as = (authorization: string) =>
      request(portal.server)
        .get('/api/service-insights/v1/operator/runs')
        .set('Authorization', authorization);
    const service = (subject: string) =>
      mockCredentials.service.header({
        onBehalfOf: mockCredentials.service(subject),
        targetPluginId: 'service-insights',
      });
    expect((await as(service('plugin:nightly'))).status).toBe(200);
    expect((await as(service('plugin:curious'))).status).toBe(403);
    expect((await as(mockCredentials.none.header())).status).toBe(401);
  });

  it('names what is wrong with a request by its path', async () => {
    const messageOf = async (path: string, body: object) =>
      (await post(path, body)).body.error?.message;
    const backfill = '/datasets/requests/backfill';
    expect(await messageOf(backfill, { from: '2026-03-13', to: 'then' })).toBe(
      'to: must be a day as 2026-03-14',
    );
    expect(await messageOf(backfill, { from: '2026-03-14', to: '2026-03-13' })).toBe(
      'to: must not be before from',
    );
    expect(await messageOf('/pause', { reason: '' })).toBe(
      'reason: must say why, for whoever wonders',
    );
    expect(await messageOf('/datasets/requests/refresh', { now: true })).toBe('has no now');
    expect(await messageOf('/datasets/unknown/refresh', {})).toBe(
      'There is no such dataset; there are requests',
    );
    expect((await get('/runs?state=lost')).body.error.message).toContain('state: must be one of');
    expect((await get('/runs?cursor=x')).body.error.message).toContain('cursor: must be');
    expect((await get('/runs?day=2026-03-14')).body.error.message).toContain('day: is not a');
    const unreadable = await request(portal.server)
      .post('/api/service-insights/v1/operator/pause')
      .set('Authorization', header(ada))
      .set('Content-Type', 'application/json')
      .send('{"reason":');
    expect(unreadable.status).toBe(400);
  });

  it('tells no token, no id of the engine, no SQL and no customer to any log, event or metric', async () => {
    const everything = JSON.stringify([portal.lines, told, await portal.metrics.collect()]);
    const rows = await knex('runs').select('token', 'engine_run_id');
    expect(rows.length).toBeGreaterThan(6);
    const ids = rows.flatMap(({ token, engine_run_id: id }) =>
      id === null ? [token] : [token, id],
    );
    for (const secret of [...ids, 'canary', 'SELECT', 'acme', 'jane']) {
      expect(everything).not.toContain(secret);
    }
  });

  it('counts runs, bytes, money, queues, age and reads under their full names', async () => {
    await request(portal.server)
      .get('/api/service-insights/v1/services')
      .set('Authorization', header(ada));
    const metrics = await portal.metrics.collect();
    const valueOf = (name: string, of: object) =>
      metrics.find(one => one.name === name && one.value !== 0 && containsAll(one.of, of));
    const lakes = { dataset: 'requests', engine: 'lake' };
    const done = valueOf('service_insights.run.count', { ...lakes, state: 'done' });
    const [{ runs }] = await knex('runs').where({ state: 'done' }).count({ runs: '*' });
    expect(done).toMatchObject({ unit: '{run}', value: Number(runs) });
    expect(
      valueOf('service_insights.run.count', { state: 'failed', error_class: 'operator' }),
    ).toMatchObject({ value: 1 });
    const [billed] = await knex('runs').sum({ bytes: 'bytes_billed', usd: 'usd' });
    expect(valueOf('service_insights.run.bytes_billed', lakes)).toMatchObject({
      unit: 'By',
      value: Number(billed.bytes),
    });
    expect(valueOf('service_insights.run.cost', lakes)?.value).toBeCloseTo(billed.usd, 9);
    expect(valueOf('service_insights.run.duration', lakes)).toMatchObject({ unit: 's' });
    expect(valueOf('service_insights.dataset.data_age', { dataset: 'requests' })).toMatchObject({
      unit: 's',
      value: 12 * 3_600,
    });
    const names = metrics.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'service_insights.queue.length',
        'service_insights.queue.oldest_age',
        'service_insights.read.count',
        'service_insights.read.duration',
      ]),
    );
  });
});

function containsAll(whole: object, part: object): boolean {
  const of = new Map(Object.entries(whole));
  return Object.entries(part).every(([key, value]) => of.get(key) === value);
}
