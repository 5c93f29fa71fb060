import { TestDatabases } from '@backstage/backend-test-utils';
import {
  apiErrorSchema,
  batchResponseSchema,
  datasetsAnswerSchema,
  type InsightId,
} from 'backstage-plugin-service-insights-common';
import { ada, ben, path, startAskedPortal, type AskedPortal } from '../testing/askedPortal';
import { differencesFrom } from '../testing/documentedSchema';
import { lastDay, publishCalls } from '../testing/publishedCalls';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
let portal: AskedPortal;
beforeAll(async () => {
  const knex = await databases.init('SQLITE_3');
  portal = await startAskedPortal(knex);
  await publishCalls(knex);
});

it('takes the key of a customer in no URL, and not together with operations', async () => {
  const inUrl = await portal.get(`${path('order-api', 'usage')}?customer=acct-1`);
  expect(inUrl.status).toBe(400);
  expect(inUrl.body.error.message).toContain('customer: is not a parameter');
  const both = await portal.askOfCustomer('usage', { customer: 'acct-1', operation: ['GetOrder'] });
  expect(both.error.message).toContain('who called what is not kept');
});

it('answers each question of a batch by itself', async () => {
  const of = (name: string, insight: InsightId, query = {}) => ({
    entityRef: `Component:default/${name}`,
    insight,
    query,
  });
  const response = await portal.batch(ben, {
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
  const usage = await portal.ask('usage', '', 'order-api', ben);
  expect(results[0]).toEqual({ status: 'ok', answer: usage });
  const region = await portal.ask('adoption', '?from=2026-02-01&to=2026-02-07&region=eu');
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
  const response = await portal.get(`${path('order-api', 'usage')}?${query}`);
  expect(response.status).toBe(400);
  expect(response.body.error).toMatchObject({ name: 'InputError', message });
});

it('refuses a wrong body and says where', async () => {
  const post = (body: object) => portal.batch(ada, body);
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
  const response = await portal.get('/api/service-insights/v1/datasets');
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

it('lets no word of the database out', async () => {
  const knex = await databases.init('SQLITE_3');
  const broken = await startAskedPortal(knex);
  await knex.schema.dropTable('datasets');
  const response = await broken.get(path('order-api', 'usage'));
  expect(response.status).toBe(500);
  expect(response.body.error.message).toMatch(/^Something went wrong \(log id [0-9a-f-]{36}\)$/);
  expect(response.text).not.toMatch(/select|sqlite|datasets/i);
  const batch = await broken.batch(ada, {
    requests: [{ entityRef: 'component:default/order-api', insight: 'usage' }],
  });
  expect(apiErrorSchema.shape.error.parse(batch.body.error).message).toMatch(/log id/);
});

it('serves the document of itself', async () => {
  const response = await portal.get('/api/service-insights/v1/openapi.json');
  expect(response.body).toMatchObject({ openapi: '3.1.0' });
  expect(Object.keys(response.body.paths)).toHaveLength(22);
});
