import type { ServiceFactory } from '@backstage/backend-plugin-api';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import type { Engine } from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import request from 'supertest';
import { serviceInsightsPlugin } from '../plugin';
import { eventDataset, openEventLake, type EventLake } from '../testing/eventLake';
import { lakeModule } from '../testing/lakeModule';
import { until, untilNothingIsDue } from '../testing/portal';

jest.setTimeout(120_000); // the real scheduler looks for work every few seconds

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const asOf = '2026-03-15T12:00:00Z';

const requests: DatasetDefinitionInput = {
  ...eventDataset,
  history: 3,
};

const order = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders', annotations: { 'service-insights/service': 'orders' } },
};

let events = 0;
const event = (day: string) => ({
  event_id: `e${events++}`,
  ts: `${day} 10:30:00`,
  service: 'orders',
});

/** A lake and an engine that counts what it is asked. */
async function countedLake() {
  const lake = await openEventLake();
  const asked = { starts: 0, sourceDays: 0 };
  const engine: Engine = {
    name: lake.engine.name,
    async start(statement, options) {
      asked.starts += 1;
      return lake.engine.start(statement, options);
    },
    status: ids => lake.engine.status(ids),
    rows: (id, options) => lake.engine.rows(id, options),
    stop: id => lake.engine.stop(id),
    async sourceDays(source) {
      asked.sourceDays += 1;
      return lake.engine.sourceDays(source);
    },
  };
  return { lake, engine, asked };
}

async function startPortal(knex: Knex, engine: Engine, scheduler: ServiceFactory) {
  const backend = await startTestBackend({
    features: [
      serviceInsightsPlugin,
      lakeModule(engine, [requests]),
      catalogServiceMock.factory({ entities: [order] }),
      mockServices.database.factory({ knex }),
      mockServices.rootConfig.factory({ data: { serviceInsights: { asOf } } }),
      scheduler,
    ],
  });
  const intern = mockCredentials.user.header('user:default/intern');
  const base = '/api/service-insights';
  return {
    stop: () => backend.stop(),
    get: (path: string) =>
      request(backend.server).get(`${base}${path}`).set('Authorization', intern),
    post: (path: string) =>
      request(backend.server).post(`${base}${path}`).set('Authorization', intern),
  };
}

let knex: Knex;
let lake: EventLake;
let counted: Awaited<ReturnType<typeof countedLake>>;
let portal: Awaited<ReturnType<typeof startPortal>>;

beforeEach(async () => {
  knex = await databases.init('SQLITE_3');
  counted = await countedLake();
  ({ lake } = counted);
  for (const day of ['2026-03-13', '2026-03-14']) await lake.write(day, [event(day)]);
});

afterEach(async () => {
  await portal.stop();
  await lake.close();
});

const done = () => knex('runs').where({ state: 'done' });

it('starts nothing extra, however often an ordinary user triggers and cancels the scheduled task', async () => {
  portal = await startPortal(knex, counted.engine, schedulerServiceFactory);
  await until(async () => (await done()).length === 2);
  await untilNothingIsDue(knex);
  const tasks = '/.backstage/scheduler/v1/tasks';
  const task = async () => {
    const { body } = await portal.get(tasks).expect(200);
    expect(body.tasks).toHaveLength(1);
    return body.tasks[0];
  };
  const { taskId, settings } = await task();
  expect(settings).toMatchObject({ cadence: 'PT1M', timeoutAfterDuration: 'PT1M' });
  const before = { ...counted.asked };

  // New data lies there: it is due, but no user's click decides when it is read.
  await lake.write('2026-03-14', [event('2026-03-14')], 'late');
  const statuses = new Set<number>();
  const ends = new Set<string>();
  for (let i = 0; i < 100; i++) {
    const action = i % 10 === 9 ? 'cancel' : 'trigger';
    statuses.add((await portal.post(`${tasks}/${taskId}/${action}`)).status);
    if (i % 10 === 0) ends.add((await task()).taskState.lastRunEndedAt);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  expect(statuses).toContain(200);
  expect([...ends].filter(Boolean).length).toBeGreaterThan(1); // it did run, more than once
  expect(counted.asked).toEqual(before);
  expect(await knex('runs')).toHaveLength(2);

  // Once it was not planned for a while, the next tick does.
  await knex('datasets').update({ planned_at: 1 });
  await portal.post(`${tasks}/${taskId}/trigger`);
  await until(async () => (await done()).length === 3);
  expect(counted.asked.starts).toBe(before.starts + 1);
});

it('reads what is due when someone looks at it, should the scheduler be dead', async () => {
  portal = await startPortal(knex, counted.engine, mockServices.scheduler.mock().factory);
  await until(async () => (await done()).length === 2);
  await untilNothingIsDue(knex);
  await lake.write('2026-03-14', [event('2026-03-14')], 'late');
  await knex('datasets').update({ planned_at: 1 });
  const before = counted.asked.starts;

  const look = () => portal.get('/v1/entities/component/default/orders/usage').expect(200);
  const { body } = await look();
  expect(body.data.calls.value).toBe(2);
  await until(async () => (await done()).length === 3);
  await Promise.all(Array.from({ length: 50 }, look));
  await untilNothingIsDue(knex);
  expect(counted.asked.starts).toBe(before + 1);
  expect((await look()).body.data.calls.value).toBe(3);
});
