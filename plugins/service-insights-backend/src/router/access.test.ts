import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import {
  portfolioAnswerSchema,
  servicesAnswerSchema,
} from 'backstage-plugin-service-insights-common';
import request from 'supertest';
import {
  ada,
  ben,
  eve,
  path,
  startAskedPortal,
  type AskedPortal,
  type PortalUser,
} from '../testing/askedPortal';
import { differencesFrom } from '../testing/documentedSchema';
import { publishCalls } from '../testing/publishedCalls';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
let portal: AskedPortal;
beforeAll(async () => {
  const knex = await databases.init('SQLITE_3');
  portal = await startAskedPortal(knex);
  await publishCalls(knex);
});

it('shows a portfolio of what the caller may read, and counts nothing else', async () => {
  const of = async (ref: string, user: PortalUser) => {
    const response = await portal.get(`/api/service-insights/v1/portfolio/${ref}`, user);
    expect({ status: response.status, text: response.text }).toMatchObject({ status: 200 });
    expect(differencesFrom('PortfolioAnswer', response.body)).toEqual([]);
    return portfolioAnswerSchema.parse(response.body);
  };
  const group = await of('group/default/team-orders', ada);
  const overview = await portal.ask('overview');
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
  const none = await portal.get('/api/service-insights/v1/portfolio/component/default/cart');
  expect(none.status).toBe(400);
  const unknown = await portal.get('/api/service-insights/v1/portfolio/group/default/nobody');
  expect(unknown.status).toBe(404);
  const eves = await of('group/default/team-orders', eve);
  expect(eves.data).toMatchObject({ rows: [], coverage: { covered: 0, total: 0 } });
});

it('says the same of an entity that does not exist and of one that may not be read', async () => {
  const hidden = await portal.get(path('cart', 'usage'), ben);
  const unknown = await portal.get(path('nope', 'usage'), ben);
  expect(hidden.status).toBe(404);
  expect(differencesFrom('ErrorResponse', hidden.body)).toEqual([]);
  expect(hidden.text.replaceAll('cart', 'nope')).toBe(unknown.text);
  const headers = (response: request.Response) => Object.keys(response.headers).sort();
  expect(headers(hidden)).toEqual(headers(unknown));
});

it('shows two users what each may read, of the same data at the same time', async () => {
  const [adas, bens] = await Promise.all([
    portal.get(path('cart', 'overview'), ada),
    portal.get(path('cart', 'overview'), ben),
  ]);
  expect([adas.status, bens.status]).toEqual([200, 404]);
  const services = async (user: PortalUser) => {
    const response = await portal.get('/api/service-insights/v1/services', user);
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
  const denied = await portal.get(path('order-api', 'usage'), eve);
  expect(denied.status).toBe(403);
  const services = await portal.get('/api/service-insights/v1/services', eve);
  expect(servicesAnswerSchema.parse(services.body).data).toEqual({ services: [], total: 0 });
  expect((await portal.get('/api/service-insights/v1/datasets', eve)).status).toBe(403);
  const anonymous = await request(portal.server)
    .get(path('order-api', 'usage'))
    .set('Authorization', mockCredentials.none.header());
  expect(anonymous.status).toBe(401);
});

it('writes down whom it refuses insights, once for a call, and nobody whom it answers', async () => {
  portal.auditor.createEvent.mockClear();
  await portal.ask('usage');
  expect(portal.auditor.createEvent).not.toHaveBeenCalled();

  expect((await portal.get(path('order-api', 'usage'), eve)).status).toBe(403);
  const two = ['order-api', 'cart'].map(name => ({
    entityRef: `component:default/${name}`,
    insight: 'usage',
  }));
  await portal.batch(eve, { requests: two });
  const events = portal.auditor.createEvent.mock.calls.map(([{ eventId, meta }]) => ({
    eventId,
    meta,
  }));
  expect(events).toEqual([
    { eventId: 'denied-access', meta: {} },
    { eventId: 'denied-access', meta: { entityRefs: two.map(({ entityRef }) => entityRef) } },
  ]);
  for (const { value } of portal.auditor.createEvent.mock.results) {
    expect((await value).fail).toHaveBeenCalledTimes(1);
  }
});
