import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { AuthorizeResult, type QueryPermissionRequest } from '@backstage/plugin-permission-common';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  addDays,
  apiErrorSchema,
  batchResponseSchema,
  datasetsAnswerSchema,
  eachDay,
  insightAnswerSchemas,
  insightIds,
  portfolioAnswerSchema,
  servicesAnswerSchema,
  toDay,
  type DatasetDefinitionInput,
  type Day,
  type InsightAnswer,
  type InsightId,
} from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import request from 'supertest';
import { serviceInsightsPlugin } from '../plugin';
import { definitionsModule } from '../testing/definitionsModule';
import { differencesFrom } from '../testing/documentedSchema';
import { internCustomers, publishDay } from '../testing/publishDay';
import { serviceDay, type TestCalls } from '../testing/serviceDay';

jest.setTimeout(60_000);

const firstDay = toDay('2026-01-01');
const lastDay = toDay('2026-03-14');
const openDay = toDay('2026-03-15');
const missingDay = toDay('2026-03-03');
const asOf = '2026-03-15T09:00:00.000Z';

const requests: DatasetDefinitionInput = {
  kind: 'dataset',
  id: 'api-requests',
  title: 'API requests',
  table: 'telemetry.events',
  time: { column: 'ts', partition: { column: 'day' } },
  service: 'service',
  region: 'region',
  customer: { column: 'customer_id', noun: 'accounts' },
  operation: 'operation',
  outcome: { httpStatus: 'status' },
  error: 'error_code',
  duration: { column: 'duration_ms', unit: 'ms' },
};

const jobs: DatasetDefinitionInput = {
  ...requests,
  id: 'jobs',
  title: 'Jobs',
  table: 'telemetry.jobs',
};

const relation = (type: string, targetRef: string) => ({ type, targetRef });

const whole = (kind: string, name: string, relations: Entity['relations'] = []): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'default' },
  spec: {},
  relations,
});

const owned = relation('ownedBy', 'group:default/team-orders');

const component = (
  name: string,
  service?: string,
  relations: Entity['relations'] = [],
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    namespace: 'default',
    annotations: service === undefined ? {} : { 'service-insights/service': service },
  },
  spec: { type: 'service' },
  relations,
});

const entities = [
  component('order-api', 'order-api', [owned]),
  component('cart', 'cart', [owned, relation('partOf', 'system:default/shop')]),
  component('both', 'order-api, cart'),
  component('batch-jobs', 'jobs:nightly', [owned]),
  component('website', undefined, [owned]),
  whole('Group', 'team-orders'),
  whole('Domain', 'commerce'),
  whole('System', 'shop', [relation('partOf', 'domain:default/commerce')]),
];

const ada = mockCredentials.user('user:default/ada');
const ben = mockCredentials.user('user:default/ben');
const eve = mockCredentials.user('user:default/eve');
const as = (user: typeof ada) => mockCredentials.user.header(user.principal.userEntityRef);

/** Ada reads everything, Ben all but the cart; Eve reads entities, but no insights. */
const catalog = createServiceFactory({
  service: catalogServiceRef,
  deps: {},
  factory: () => {
    const all = catalogServiceMock({ entities });
    const bens = catalogServiceMock({
      entities: entities.filter(({ metadata }) => !['cart', 'both'].includes(metadata.name)),
    });
    const of = (options: { credentials: { principal: unknown } }) =>
      JSON.stringify(options.credentials.principal).includes('/ben') ? bens : all;
    return catalogServiceMock.mock({
      getEntities: (asked, options) => of(JSON.parse(JSON.stringify(options))).getEntities(asked),
      getEntityByRef: (ref, options) => of(JSON.parse(JSON.stringify(options))).getEntityByRef(ref),
      getEntitiesByRefs: (asked, options) =>
        of(JSON.parse(JSON.stringify(options))).getEntitiesByRefs(asked),
    });
  },
});

const permissions = mockServices.permissions.mock({
  authorize: async (asked, { credentials }) => asked.map(() => decision(credentials)),
  authorizeConditional: async (asked: QueryPermissionRequest[], { credentials }) =>
    asked.map(() => decision(credentials)),
});

function decision(credentials: unknown): { result: AuthorizeResult.ALLOW | AuthorizeResult.DENY } {
  const isEve = JSON.stringify(credentials).includes('/eve');
  return { result: isEve ? AuthorizeResult.DENY : AuthorizeResult.ALLOW };
}

const auditor = mockServices.auditor.mock();

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** Calls of a day: as many customers as the day of the month, and a fault of CreateOrder for each tenth. */
function callsOf(day: Day, region: string): TestCalls[] {
  const count = Number(day.slice(8)) + (region === 'eu' ? 1 : 4);
  return Array.from({ length: count }, (_, i) => ({
    customer: region === 'eu' ? i + 1 : i + 3,
    operation: i % 3 === 0 ? 'CreateOrder' : 'GetOrder',
    outcome: i % 10 === 9 ? ('service_fault' as const) : ('ok' as const),
    error: i % 10 === 9 ? 'TimeoutException' : '',
    hour: i % 24,
    durationMs: 10 + i,
    calls: 3,
  }));
}

async function fill(knex: Knex) {
  await internCustomers(
    knex,
    'api-requests',
    new Map(Array.from({ length: 60 }, (_, i) => [i + 1, `acct-${i + 1}`])),
  );
  for (const day of eachDay(firstDay, openDay)) {
    if (day === missingDay) continue;
    const services = ['order-api', 'cart'].flatMap(service =>
      ['eu', 'us'].map(region => serviceDay({ service, region, day }, callsOf(day, region))),
    );
    const nobodys = serviceDay({ service: 'orphan', region: 'eu', day }, [{ calls: 100 }]);
    await publishDay(knex, {
      datasetId: 'api-requests',
      day,
      state: day === openDay ? 'open' : 'complete',
      services: [...services, nobodys],
      publishedAt: Date.parse(asOf) - 600_000,
    });
  }
  await publishDay(knex, {
    datasetId: 'jobs',
    day: lastDay,
    services: [serviceDay({ service: 'nightly', region: 'eu', day: lastDay }, [{ calls: 7 }])],
  });
}

async function startPortal() {
  const knex = await databases.init('SQLITE_3');
  const { server } = await startTestBackend({
    features: [
      serviceInsightsPlugin,
      definitionsModule([requests, jobs]),
      catalog,
      permissions.factory,
      auditor.factory,
      mockServices.database.factory({ knex }),
      mockServices.rootConfig.factory({ data: { serviceInsights: { asOf } } }),
    ],
  });
  await fill(knex);
  return { knex, server };
}

let portal: Awaited<ReturnType<typeof startPortal>>;
beforeAll(async () => {
  portal = await startPortal();
});

const path = (name: string, insight: InsightId) =>
  `/api/service-insights/v1/entities/component/default/${name}/${insight}`;

const get = (url: string, user = ada) =>
  request(portal.server).get(url).set('Authorization', as(user));

/** Every answer of these tests is an answer of the contract. */
const parse: { [I in InsightId]: (body: unknown) => InsightAnswer<I> } = {
  overview: body => insightAnswerSchemas.overview.parse(body),
  usage: body => insightAnswerSchemas.usage.parse(body),
  adoption: body => insightAnswerSchemas.adoption.parse(body),
  failures: body => insightAnswerSchemas.failures.parse(body),
  retention: body => insightAnswerSchemas.retention.parse(body),
  latency: body => insightAnswerSchemas.latency.parse(body),
  changes: body => insightAnswerSchemas.changes.parse(body),
};

async function ask<I extends InsightId>(
  insight: I,
  query = '',
  name = 'order-api',
  user = ada,
): Promise<InsightAnswer<I>> {
  const response = await get(`${path(name, insight)}${query}`, user);
  expect({ status: response.status, text: response.text }).toMatchObject({ status: 200 });
  expect(response.headers['cache-control']).toBe('private, no-store');
  const schema = `${insight[0].toUpperCase()}${insight.slice(1)}Answer`;
  expect(differencesFrom(schema, response.body)).toEqual([]);
  return parse[insight](response.body);
}

/** Calls of both regions on a day. */
const callsOn = (day: Day, regions = ['eu', 'us']) =>
  regions.flatMap(region => callsOf(day, region)).reduce((sum, { calls = 1 }) => sum + calls, 0);

it('answers every insight with its envelope, through the last complete day', async () => {
  for (const insight of insightIds) {
    const { data, meta } = await ask(insight);
    expect(data).not.toBeNull();
    expect(meta).toMatchObject({
      dataThrough: lastDay,
      historyStart: firstDay,
      period: { from: addDays(lastDay, -27), to: lastDay },
      previousPeriod: { from: addDays(lastDay, -55), to: addDays(lastDay, -28) },
      completeness: { expectedDays: 28, presentDays: 27, missing: [missingDay] },
      status: 'partial',
      comparable: { previous: false, reason: 'missingDays' },
      definition: { insightId: insight, version: 1 },
      lastEventDay: lastDay,
    });
  }
});

it('counts the complete days and no others: the open day stands beside the numbers', async () => {
  const { data, meta } = await ask('usage');
  const days = eachDay(addDays(lastDay, -27), lastDay).filter(day => day !== missingDay);
  const calls = days.map(day => callsOn(day)).reduce((a, b) => a + b, 0);
  expect(data?.calls.value).toBe(calls);
  expect(data?.callsPerDay).toBe(calls / 27);
  expect(meta.inProgress).toEqual({
    day: openDay,
    asOf: '2026-03-15T08:50:00.000Z',
    calls: callsOn(openDay),
    serviceFaults: 6,
    callerFaults: 0,
    throttled: 0,
  });
  expect(data?.series.map(({ at }) => at)).not.toContain(openDay);
});

it('draws a missing day as a gap, not as zero', async () => {
  const { data } = await ask('usage');
  const gap = data?.series.find(({ at }) => at === missingDay);
  expect(gap).toMatchObject({ calls: null, serviceFaults: null, activeCustomers: null });
  expect(data?.series.filter(({ calls }) => calls === null)).toHaveLength(1);
});

it('compares whole periods, and says how the numbers moved', async () => {
  const { data, meta } = await ask('failures', '?from=2026-02-09&to=2026-02-15');
  expect(meta).toMatchObject({ status: 'ok', comparable: { previous: true, reason: null } });
  expect(data?.calls.previous).toBeGreaterThan(0);
  expect(data?.calls.change.kind).toBe('up');
  expect(data?.drivers).not.toBeNull();
});

it('answers a region as if there were no others, first-seen days included', async () => {
  const query = '?from=2026-01-02&to=2026-01-08';
  const eu = await ask('adoption', `${query}&region=eu`);
  const both = await ask('adoption', `${query}&region=eu,us`);
  const all = await ask('adoption', query);
  expect(both.data).toEqual(all.data);
  // On Jan 1st customers 1 and 2 call in eu and 3 to 7 in us; by Jan 8th eu has seen 1 to 9 and us 3 to 14.
  expect(eu.data?.activeCustomers.value).toBe(9);
  expect(eu.data?.newCustomers.value).toBe(7);
  expect(all.data?.activeCustomers.value).toBe(14);
  expect(all.data?.newCustomers.value).toBe(7);
  expect(eu.data?.subject.regions).toEqual(['eu', 'us']);
});

it('answers operations as if there were no others, and says what is not kept by operation', async () => {
  const range = '?from=2026-02-09&to=2026-02-15';
  const all = await ask('usage', range);
  const create = await ask('usage', `${range}&operation=CreateOrder`);
  const both = await ask('usage', `${range}&operation=CreateOrder,GetOrder`);
  const listed = all.data?.operations.find(({ name }) => name === 'CreateOrder');
  expect(create.data?.calls.value).toBe(listed?.calls);
  expect(create.data?.operations).toMatchObject([{ name: 'CreateOrder', share: 1 }]);
  expect(both.data?.calls).toEqual(all.data?.calls);
  expect(both.data?.p95DurationMs).toEqual(all.data?.p95DurationMs);
  expect(create.data?.activeCustomers).toMatchObject({ value: null, change: { kind: 'none' } });
  expect(create.data?.series.every(({ activeCustomers }) => activeCustomers === null)).toBe(true);
  expect(create.data?.subject.notFiltered).toContainEqual({
    part: 'activeCustomers',
    filter: 'operation',
  });
  expect(create.data?.subject.operations).toEqual(all.data?.subject.operations);
  expect(all.data?.subject.notFiltered).toEqual([]);
});

/** One question of one customer, whose key stands in the body alone. */
async function askOfCustomer(insight: InsightId, query: object) {
  const response = await request(portal.server)
    .post('/api/service-insights/v1/insights/batch')
    .set('Authorization', as(ada))
    .send({ requests: [{ entityRef: 'component:default/order-api', insight, query }] });
  const isRefused = response.status === 400;
  expect(differencesFrom(isRefused ? 'ErrorResponse' : 'BatchResponse', response.body)).toEqual([]);
  return isRefused ? response.body : response.body.results[0];
}

it('answers for one customer, and never says of a failed call whose fault it was', async () => {
  const week = { from: '2026-02-09', to: '2026-02-15' };
  const { answer } = await askOfCustomer('overview', { ...week, customer: 'acct-10' });
  const { data } = insightAnswerSchemas.overview.parse(answer);
  // In eu the tenth call of each day is a fault and acct-10's; in us the eighth is.
  const days = eachDay(toDay(week.from), toDay(week.to));
  const own = (region: string, first: number) =>
    days
      .flatMap(day => callsOf(day, region))
      .filter(({ customer }) => customer === first)
      .reduce((sum, { calls = 1 }) => sum + calls, 0);
  expect(data?.figures.calls?.value).toBe(own('eu', 10) + own('us', 10));
  expect(data?.figures.failedCalls?.value).toBe(own('eu', 10));
  expect(data?.figures.serviceFaults?.value).toBeNull();
  expect(data?.figures.failureRate?.value).toBeNull();
  expect(data?.figures.activeCustomers?.value).toBe(1);
  expect(data?.subject.notFiltered).toContainEqual({ part: 'failureRate', filter: 'customer' });
  const unknown = await askOfCustomer('overview', { ...week, customer: 'nobody' });
  expect(unknown.answer.meta.status).toBe('noData');
});

it('takes the key of a customer in no URL, and not together with operations', async () => {
  const inUrl = await get(`${path('order-api', 'usage')}?customer=acct-1`);
  expect(inUrl.status).toBe(400);
  expect(inUrl.body.error.message).toContain('customer: is not a parameter');
  const both = await askOfCustomer('usage', { customer: 'acct-1', operation: ['GetOrder'] });
  expect(both.error.message).toContain('who called what is not kept');
});

it('makes series coarser when asked, and never finer', async () => {
  const range = '?from=2026-02-04&to=2026-02-28';
  const days = await ask('usage', range);
  const weeks = await ask('usage', `${range}&grain=week`);
  const months = await ask('usage', `${range}&grain=month`);
  expect(weeks.data?.series.map(({ at, unfinished }) => [at, unfinished])).toEqual([
    ['2026-02-02', true],
    ['2026-02-09', false],
    ['2026-02-16', false],
    ['2026-02-23', true],
  ]);
  const sum = (data: typeof days.data) =>
    data?.series.reduce((calls, one) => calls + (one.calls ?? NaN), 0);
  expect(sum(weeks.data)).toBe(sum(days.data));
  expect(sum(months.data)).toBe(days.data?.calls.value);
  const year = await ask('overview', '?range=12m&grain=day');
  expect(year.data?.grain).toBe('week');
  const withGap = year.data?.series.find(({ at }) => at === '2026-03-02');
  expect(withGap).toMatchObject({ missingDays: 1, previousCalls: null });
});

it('follows the customers of a week, and says what is too young or lacks days', async () => {
  const { data } = await ask('retention');
  expect(data).toMatchObject({ interval: 'week', window: { from: '2026-01-18', to: lastDay } });
  for (const { size, exact, unbounded } of data?.cohorts ?? []) {
    expect(exact[0]).toMatchObject({ active: size, rate: 1 });
    expect(exact).toHaveLength(unbounded.length);
  }
  const filtered = await ask('retention', '?operation=GetOrder');
  expect(filtered.data?.cohorts).toEqual([]);
  expect(filtered.data?.subject.notFiltered).toContainEqual({
    part: 'cohorts',
    filter: 'operation',
  });
});

it('tells durations by time and by operation', async () => {
  const { data } = await ask('latency', '?from=2026-02-09&to=2026-02-15');
  const usage = await ask('usage', '?from=2026-02-09&to=2026-02-15');
  expect(data?.p95DurationMs).toEqual(usage.data?.p95DurationMs);
  expect(data?.operations.map(({ name }) => name).sort()).toEqual(['CreateOrder', 'GetOrder']);
  const timed = data?.operations.reduce((calls, one) => calls + one.timedCalls, 0);
  expect(timed).toBe(usage.data?.calls.value);
  expect(data?.series).toHaveLength(7);
});

it('lists what changed, with days that are missing', async () => {
  const { data } = await ask('changes');
  expect(data?.changes).toContainEqual({
    kind: 'daysMissing',
    date: missingDay,
    section: 'data',
    to: missingDay,
    days: 1,
  });
});

it('shows a portfolio of what the caller may read, and counts nothing else', async () => {
  const of = async (ref: string, user: typeof ada) => {
    const response = await get(`/api/service-insights/v1/portfolio/${ref}`, user);
    expect({ status: response.status, text: response.text }).toMatchObject({ status: 200 });
    expect(differencesFrom('PortfolioAnswer', response.body)).toEqual([]);
    return portfolioAnswerSchema.parse(response.body);
  };
  const group = await of('group/default/team-orders', ada);
  const overview = await ask('overview');
  expect(group.data.coverage).toEqual({ covered: 3, total: 4 });
  const orders = group.data.rows.find(({ entityRef }) => entityRef.endsWith('order-api'));
  expect(orders?.calls).toEqual(overview.data?.figures.calls);
  expect(orders?.failureRate).toEqual(overview.data?.figures.failureRate);
  expect(group.datasets.map(({ id }) => id)).toEqual(['api-requests', 'jobs']);
  const bens = await of('group/default/team-orders', ben);
  expect(bens.data.rows.map(({ entityRef }) => entityRef)).not.toContain('component:default/cart');
  expect(bens.data.coverage).toEqual({ covered: 2, total: 3 });
  expect(JSON.stringify(bens)).not.toContain('cart');
  const system = await of('system/default/shop', ada);
  const domain = await of('domain/default/commerce', ada);
  expect(system.data.rows).toMatchObject([{ entityRef: 'component:default/cart' }]);
  expect(domain.data.rows).toEqual(system.data.rows);
  const none = await get('/api/service-insights/v1/portfolio/component/default/cart');
  expect(none.status).toBe(400);
  const unknown = await get('/api/service-insights/v1/portfolio/group/default/nobody');
  expect(unknown.status).toBe(404);
  const eves = await of('group/default/team-orders', eve);
  expect(eves.data).toMatchObject({ rows: [], coverage: { covered: 0, total: 0 } });
});

it('unites the services of an entity', async () => {
  const one = await ask('overview');
  const both = await ask('overview', '', 'both');
  expect(both.data?.subject.services).toEqual(['order-api', 'cart']);
  expect(both.data?.figures.calls?.value).toBe(2 * (one.data?.figures.calls?.value ?? NaN));
  expect(both.data?.figures.activeCustomers).toEqual(one.data?.figures.activeCustomers);
});

it('draws short periods by the hour', async () => {
  const { data } = await ask('usage', '?from=2026-02-10&to=2026-02-11');
  expect(data?.grain).toBe('hour');
  expect(data?.series).toHaveLength(48);
  expect(data?.series[0]).toMatchObject({ at: '2026-02-10T00', calls: 2 * 3 });
});

it('answers from the dataset that has the services, or from the one that is asked for', async () => {
  const byDefault = await ask('usage', '', 'batch-jobs');
  expect(byDefault.data?.subject.dataset.id).toBe('jobs');
  const asked = await ask('usage', '?dataset=jobs');
  expect(asked.data?.subject.datasets.map(({ id }) => id)).toEqual(['api-requests', 'jobs']);
  expect(asked.meta.status).toBe('noData');
  const response = await get(`${path('batch-jobs', 'usage')}?dataset=api-requests`);
  expect(response.status).toBe(400);
  expect(response.body.error.message).toBe('dataset: must be one of jobs');
});

it('says the same of an entity that does not exist and of one that may not be read', async () => {
  const hidden = await get(path('cart', 'usage'), ben);
  const unknown = await get(path('nope', 'usage'), ben);
  expect(hidden.status).toBe(404);
  expect(differencesFrom('ErrorResponse', hidden.body)).toEqual([]);
  expect(hidden.text.replaceAll('cart', 'nope')).toBe(unknown.text);
  const headers = (response: request.Response) => Object.keys(response.headers).sort();
  expect(headers(hidden)).toEqual(headers(unknown));
});

it('shows two users what each may read, of the same data at the same time', async () => {
  const [adas, bens] = await Promise.all([
    get(path('cart', 'overview'), ada),
    get(path('cart', 'overview'), ben),
  ]);
  expect([adas.status, bens.status]).toEqual([200, 404]);
  const services = async (user: typeof ada) => {
    const response = await get('/api/service-insights/v1/services', user);
    expect(differencesFrom('ServicesAnswer', response.body)).toEqual([]);
    return servicesAnswerSchema.parse(response.body).data;
  };
  expect((await services(ada)).services.map(({ entityRef }) => entityRef)).toEqual([
    'component:default/both',
    'component:default/cart',
    'component:default/order-api',
  ]);
  const bensServices = await services(ben);
  expect(bensServices.services.map(({ service }) => service)).toEqual(['order-api']);
  expect(bensServices.total).toBe(1);
  expect(JSON.stringify(bensServices)).not.toContain('cart');
});

it('lets nobody have insights whom the policy denies them', async () => {
  const denied = await get(path('order-api', 'usage'), eve);
  expect(denied.status).toBe(403);
  const services = await get('/api/service-insights/v1/services', eve);
  expect(servicesAnswerSchema.parse(services.body).data).toEqual({ services: [], total: 0 });
  expect((await get('/api/service-insights/v1/datasets', eve)).status).toBe(403);
  const anonymous = await request(portal.server)
    .get(path('order-api', 'usage'))
    .set('Authorization', mockCredentials.none.header());
  expect(anonymous.status).toBe(401);
});

it('answers each question of a batch by itself', async () => {
  const of = (name: string, insight: InsightId, query = {}) => ({
    entityRef: `Component:default/${name}`,
    insight,
    query,
  });
  const response = await request(portal.server)
    .post('/api/service-insights/v1/insights/batch')
    .set('Authorization', as(ben))
    .send({
      requests: [
        of('order-api', 'usage'),
        of('cart', 'usage'),
        of('order-api', 'adoption', { from: '2026-02-01', to: '2026-02-07', region: ['eu'] }),
        of('website', 'usage'),
        of('order-api', 'failures', { dataset: 'nope' }),
      ],
    });
  expect(response.headers['cache-control']).toBe('private, no-store');
  expect(differencesFrom('BatchResponse', response.body)).toEqual([]);
  const { results } = batchResponseSchema.parse(response.body);
  expect(results.map(one => (one.status === 'ok' ? 200 : one.statusCode))).toEqual([
    200, 404, 200, 404, 400,
  ]);
  const usage = await ask('usage', '', 'order-api', ben);
  expect(results[0]).toEqual({ status: 'ok', answer: usage });
  const region = await ask('adoption', '?from=2026-02-01&to=2026-02-07&region=eu');
  expect(results[2]).toEqual({ status: 'ok', answer: region });
});

it.each([
  ['range=1y', 'range: must be one of 7d, 28d, 90d, 12m'],
  ['compare=week', 'compare: must be one of prev, year, none'],
  ['from=2026-02-30&to=2026-03-01', 'from: must be a day as 2026-03-14'],
  ['from=2026-03-01', 'to: must be given together: from and to'],
  ['to=2026-03-01', 'from: must be given together: from and to'],
  ['from=2026-03-02&to=2026-03-01', 'to: must not be before from'],
  ['range=7d&from=2026-03-01&to=2026-03-02', 'range: must not be given together with from and to'],
  ['limit=0', 'limit: must be a whole number from 1 to 500'],
  ['limit=many', 'limit: must be a whole number from 1 to 500'],
  ['region=', 'region.0: must not be empty'],
  ['range=7d&range=28d', 'range: must be given once'],
  ['region[a]=b', 'region: must be given once'],
  [
    'rnage=7d',
    'rnage: is not a parameter; allowed are range, from, to, region, dataset, compare, limit, grain, operation',
  ],
  ['dataset=nope', 'dataset: must be one of api-requests, jobs'],
])('refuses ?%s and says what is allowed', async (query, message) => {
  const response = await get(`${path('order-api', 'usage')}?${query}`);
  expect(response.status).toBe(400);
  expect(response.body.error).toMatchObject({ name: 'InputError', message });
});

it('refuses a wrong body and says where', async () => {
  const post = (body: object) =>
    request(portal.server)
      .post('/api/service-insights/v1/insights/batch')
      .set('Authorization', as(ada))
      .send(body);
  const insight = await post({ requests: [{ entityRef: 'component:default/a', insight: 'cost' }] });
  expect(insight.status).toBe(400);
  expect(insight.body.error.message).toBe(
    'requests.0.insight: must be one of overview, usage, adoption, failures, retention, latency, changes',
  );
  const query = await post({
    requests: [{ entityRef: 'component:default/a', insight: 'usage', query: { renge: '7d' } }],
  });
  expect(query.body.error.message).toBe('requests.0.query: has no renge');
});

it('tells operators how datasets are doing, and which calls nobody owns', async () => {
  const response = await get('/api/service-insights/v1/datasets');
  expect(response.status).toBe(200);
  expect(differencesFrom('DatasetsAnswer', response.body)).toEqual([]);
  const { datasets } = datasetsAnswerSchema.parse(response.body);
  const [apiRequests] = datasets;
  expect(apiRequests).toMatchObject({
    id: 'api-requests',
    version: 1,
    building: null,
    dataThrough: lastDay,
    days: { published: 72, missing: 1 },
    coverage: { unmapped: [{ service: 'orphan', calls: 2_700 }] },
    quality: { period: { to: lastDay }, duplicateEvents: 0, suspiciousDays: 0, keptDays: 0 },
  });
  expect(apiRequests.coverage?.calls).toBe((apiRequests.coverage?.mappedCalls ?? NaN) + 2_700);
});

it('sorts, pages and searches the services the caller may read', async () => {
  const list = async (query: string) =>
    servicesAnswerSchema.parse((await get(`/api/service-insights/v1/services?${query}`)).body).data;
  const page = await list('from=2026-02-01&to=2026-02-07&limit=1&offset=1');
  expect(page.total).toBe(3);
  expect(page.services).toMatchObject([{ entityRef: 'component:default/cart' }]);
  const eu = await list('from=2026-02-01&to=2026-02-07&region=eu&q=ORDER');
  const days = eachDay(toDay('2026-02-01'), toDay('2026-02-07'));
  expect(eu.services.at(-1)).toMatchObject({
    entityRef: stringifyEntityRef(component('order-api')),
    calls: days.reduce((sum, day) => sum + callsOn(day, ['eu']), 0),
  });
});

it('lets no word of the database out', async () => {
  const knex = await databases.init('SQLITE_3');
  const { server } = await startTestBackend({
    features: [
      serviceInsightsPlugin,
      definitionsModule([requests]),
      catalog,
      permissions.factory,
      mockServices.database.factory({ knex }),
      mockServices.rootConfig.factory({ data: { serviceInsights: { asOf } } }),
    ],
  });
  await knex.schema.dropTable('datasets');
  const response = await request(server)
    .get(path('order-api', 'usage'))
    .set('Authorization', as(ada));
  expect(response.status).toBe(500);
  expect(response.body.error.message).toMatch(/^Something went wrong \(log id [0-9a-f-]{36}\)$/);
  expect(response.text).not.toMatch(/select|sqlite|datasets/i);
  const batch = await request(server)
    .post('/api/service-insights/v1/insights/batch')
    .set('Authorization', as(ada))
    .send({ requests: [{ entityRef: 'component:default/order-api', insight: 'usage' }] });
  expect(apiErrorSchema.shape.error.parse(batch.body.error).message).toMatch(/log id/);
});

it('writes down whom it refuses insights, once for a call, and nobody whom it answers', async () => {
  auditor.createEvent.mockClear();
  await ask('usage');
  expect(auditor.createEvent).not.toHaveBeenCalled();

  expect((await get(path('order-api', 'usage'), eve)).status).toBe(403);
  const two = ['order-api', 'cart'].map(name => ({
    entityRef: `component:default/${name}`,
    insight: 'usage',
  }));
  await request(portal.server)
    .post('/api/service-insights/v1/insights/batch')
    .set('Authorization', as(eve))
    .send({ requests: two });
  const events = auditor.createEvent.mock.calls.map(([{ eventId, meta }]) => ({ eventId, meta }));
  expect(events).toEqual([
    { eventId: 'denied-access', meta: {} },
    { eventId: 'denied-access', meta: { entityRefs: two.map(({ entityRef }) => entityRef) } },
  ]);
  for (const { value } of auditor.createEvent.mock.results) {
    expect((await value).fail).toHaveBeenCalledTimes(1);
  }
});

it('serves the document of itself', async () => {
  const response = await get('/api/service-insights/v1/openapi.json');
  expect(response.body).toMatchObject({ openapi: '3.1.0' });
  expect(Object.keys(response.body.paths)).toHaveLength(22);
});
