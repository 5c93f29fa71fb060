import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import { type BatchRequestInput } from 'backstage-plugin-service-insights-common';
import serviceInsights from 'backstage-plugin-service-insights-backend';
import athena from 'backstage-plugin-service-insights-backend-module-athena';
import duckDb from 'backstage-plugin-service-insights-backend-module-duckdb';
import request from 'supertest';
import { z } from 'zod';

/** The backend of service insights with both engine modules, as the portal has them. */
export type TestPortal = {
  /** The answers, and the errors, in the order of the questions. */
  batch(requests: BatchRequestInput['requests']): Promise<unknown[]>;
  get(path: string): Promise<unknown>;
  /** Waits until every day that is there is published, and nothing is left to do. */
  settled(): Promise<void>;
  stop(): Promise<void>;
};

/** As far as they are looked at: whether answers keep to their schema is tested where they are made. */
const batchSchema = z.object({ results: z.array(z.unknown()) });
const datasetsSchema = z.object({
  datasets: z.array(
    z.object({ dataThrough: z.string().nullable(), days: z.object({ waiting: z.int() }) }),
  ),
});

/** So many questions fit into one call. */
const batchSize = 100;

/**
 * Starts a portal.
 *
 * @param config - its configuration
 * @param services - one component stands for each
 * @throws what the backend throws at its start
 */
export async function startPortal(
  config: JsonObject,
  services: readonly string[],
): Promise<TestPortal> {
  const backend = await startTestBackend({
    features: [
      serviceInsights,
      athena,
      duckDb,
      catalogServiceMock.factory({ entities: services.map(component) }),
      mockServices.rootConfig.factory({ data: config }),
    ],
  });
  const get = async (path: string): Promise<unknown> => {
    const { status, body } = await request(backend.server).get(`/api/service-insights${path}`);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  const datasets = async () => datasetsSchema.parse(await get('/v1/datasets'));
  return {
    get,
    async batch(requests) {
      const results: unknown[] = [];
      for (let first = 0; first < requests.length; first += batchSize) {
        const { body } = await request(backend.server)
          .post('/api/service-insights/v1/insights/batch')
          .send({ requests: requests.slice(first, first + batchSize) });
        results.push(...batchSchema.parse(body).results);
      }
      return results;
    },
    async settled() {
      for (;;) {
        const { datasets: all } = await datasets();
        if (all.every(({ dataThrough, days }) => dataThrough !== null && days.waiting === 0))
          return;
        await new Promise(resolve => setTimeout(resolve, 250));
      }
    },
    stop: () => backend.stop(),
  };
}

function component(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: { 'service-insights/service': name },
    },
    spec: { type: 'service' },
  };
}
