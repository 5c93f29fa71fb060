import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { AuthorizeResult, type QueryPermissionRequest } from '@backstage/plugin-permission-common';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  insightAnswerSchemas,
  type DatasetDefinitionInput,
  type InsightAnswer,
  type InsightId,
} from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import request from 'supertest';
import { serviceInsightsPlugin } from '../plugin';
import { definitionsModule } from './definitionsModule';
import { differencesFrom } from './documentedSchema';
import { asOf } from './publishedCalls';

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

/** A component, and the services it names. */
export const component = (
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

/** Reads everything. */
export const ada = mockCredentials.user('user:default/ada');
/** Reads all but the cart. */
export const ben = mockCredentials.user('user:default/ben');
/** Reads entities, but no insights. */
export const eve = mockCredentials.user('user:default/eve');

/** Who asks. */
export type PortalUser = typeof ada;

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

/** Where one insight of a component stands. */
export const path = (name: string, insight: InsightId) =>
  `/api/service-insights/v1/entities/component/default/${name}/${insight}`;

/** A whole portal that is asked over HTTP; nothing is published in it yet. */
export type AskedPortal = Awaited<ReturnType<typeof startAskedPortal>>;

/** Starts one on a database. */
export async function startAskedPortal(knex: Knex) {
  const auditor = mockServices.auditor.mock();
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
  const as = (user: PortalUser) => mockCredentials.user.header(user.principal.userEntityRef);
  const get = (url: string, user = ada) => request(server).get(url).set('Authorization', as(user));
  const batch = (user: PortalUser, body: object) =>
    request(server)
      .post('/api/service-insights/v1/insights/batch')
      .set('Authorization', as(user))
      .send(body);
  return {
    server,
    auditor,
    get,
    batch,
    /** The answer of an insight, which is one of the contract and of the documented schema. */
    async ask<I extends InsightId>(
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
    },
    /** One question of one customer, whose key stands in the body alone. */
    async askOfCustomer(insight: InsightId, query: object) {
      const requested = [{ entityRef: 'component:default/order-api', insight, query }];
      const { status, body } = await batch(ada, { requests: requested });
      const isRefused = status === 400;
      expect(differencesFrom(isRefused ? 'ErrorResponse' : 'BatchResponse', body)).toEqual([]);
      return isRefused ? body : body.results[0];
    },
  };
}
