import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Entity } from '@backstage/catalog-model';
import {
  insightQuerySchema,
  type BatchRequestInput,
} from 'backstage-plugin-service-insights-common';
import express from 'express';
import type { Knex } from 'knex';
import type { Datasets } from '../../plugins/service-insights-backend/src/definitions/LoadedDataset';
import { FixedEntities } from '../../plugins/service-insights-backend/src/permissions/FixedEntities';
import { DatabaseRollupStore } from '../../plugins/service-insights-backend/src/read/DatabaseRollupStore';
import { RollupInsightReader } from '../../plugins/service-insights-backend/src/read/RollupInsightReader';
import { definitionsModule } from '../../plugins/service-insights-backend/src/testing/definitionsModule';
import { answerText } from '../../plugins/service-insights-backend/src/router/answerText';
import { compareLoad, type Comparison, type LoadRequest } from './support/compareLoad';
import { asOf, dataset, loaded, publishHistory, services } from './support/readData';
import { startReadPortal } from './support/readPortal';

type BenchResult = {
  name: string;
  value: number;
  goal: string;
  ok: boolean;
  what: string;
} & Omit<Comparison, 'ratio'>;

const service = services[0];
const entityRef = `component:default/${service}`;

/**
 * How long a card takes: against a route that only authenticates, authorises and reads a row (P1); without
 * authorisation against bare express and knex (P1); and six cards in one call against one card (P2).
 */
export async function run(): Promise<BenchResult[]> {
  const portal = await startReadPortal({
    lake: definitionsModule([dataset]),
    services,
    asOf,
  });
  try {
    await publishHistory(portal.knex);
    const headers = { authorization: portal.authorization };
    const api = `${portal.baseUrl}/api/service-insights`;
    const card = { url: `${api}/v1/entities/component/default/${service}/overview`, headers };
    const control = { url: `${api}/control/${service}`, headers };
    const batch: LoadRequest = {
      url: `${api}/v1/insights/batch`,
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(sixCards),
    };
    return [
      result('card-read P1 authorised', 1.5, await compareLoad(card, control), {
        what: 'p95 of a card ÷ p95 of a route that authenticates, authorises the entity and reads one row',
      }),
      result('card-read P1 unauthorised', 2, await compareUnauthorised(portal.knex), {
        what: 'p95 of the reader without authorisation ÷ p95 of bare express and knex reading one row',
      }),
      result('card-read P2', 1.5, await compareLoad(batch, card), {
        what: 'p95 of six cards in one call ÷ p95 of one card',
      }),
    ];
  } finally {
    await portal.stop();
  }
}

const sixCards: BatchRequestInput = {
  requests: [
    { entityRef, insight: 'overview', query: {} },
    { entityRef, insight: 'usage', query: {} },
    { entityRef, insight: 'adoption', query: {} },
    { entityRef, insight: 'failures', query: {} },
    { entityRef, insight: 'usage', query: { range: '7d' } },
    { entityRef, insight: 'failures', query: { range: '7d' } },
  ],
};

function result(
  name: string,
  most: number,
  { ratio, ...measured }: Comparison,
  { what }: { what: string },
): BenchResult {
  const value = Math.round(ratio * 1_000) / 1_000;
  return { name, value, goal: `≤ ${most}`, ok: value <= most, what, ...measured };
}

/** Both sides in bare express on the plugin's database: one reads as cards do, one selects the row and sends it. */
async function compareUnauthorised(knex: Knex): Promise<Comparison> {
  const app = express();
  const reader = new RollupInsightReader({
    store: new DatabaseRollupStore(knex),
    datasets,
    now: () => Date.parse(asOf),
    pauseOf: async () => undefined,
    onVisit: () => {},
    allEntities: async () => entities,
  });
  const query = insightQuerySchema.parse({});
  app.get('/card/:name', async (req, res) => {
    const question = {
      entityRef: `component:default/${req.params.name}`,
      insight: 'overview' as const,
      query,
    };
    const [answered] = await reader.answer([question], { credentials: nobody, entities });
    if (answered.status === 'error') throw answered.error;
    res.setHeader('Content-Type', 'application/json; charset=utf-8');
    res.end(answerText(answered.answer));
  });
  app.get('/bare/:name', async (req, res) => {
    const key = { dataset_id: dataset.id, version: 1, service: req.params.name, period: '28d' };
    const { payload, ...row } = await knex('service_periods').where(key).first();
    res.json(row);
  });
  const server: Server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await compareLoad(
      { url: `http://127.0.0.1:${port}/card/${service}` },
      { url: `http://127.0.0.1:${port}/bare/${service}` },
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const nobody = { $$type: '@backstage/BackstageCredentials' as const, principal: undefined };

const datasets: Datasets = {
  all: () => [loaded],
  find: id => (id === dataset.id ? loaded : undefined),
  refused: () => [],
};

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: service, annotations: { 'service-insights/service': service } },
};
const entities = new FixedEntities([entity]);
