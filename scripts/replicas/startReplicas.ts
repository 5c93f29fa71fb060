import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AthenaLocal } from 'athena-local';
import { addDays, toDay } from 'backstage-plugin-service-insights-common';
import knexFactory, { type Knex } from 'knex';
import { stringify } from 'yaml';
import { lakeDataset } from '../bench/support/lakeDataset';

type Child = { exited: Promise<number>; stop(): Promise<void>; kill(): void };

/** Portals on one PostgreSQL. */
export type Replicas = {
  ports: readonly number[];
  /** Of the plugin, as its replicas see it. */
  knex: Knex;
  start(port: number): void;
  /** Ends a replica by SIGTERM, as a deployment does. */
  restart(port: number): Promise<void>;
  /** Ends a replica by SIGKILL: it does nothing any more. */
  kill(port: number): Promise<void>;
  /** Makes the day one that was never read, and that nobody looked for since long ago. */
  forget(): Promise<void>;
  /** Waits until the day is published, and nothing is to be done. */
  untilRead(): Promise<void>;
  stop(): Promise<void>;
};

/** The only day of the lake that the replicas read. */
export const onlyDay = toDay('2026-01-01');

/** The services of the lake, each with an entity. */
export const services = ['service-0', 'service-1', 'service-2', 'service-3'];

/** How long a replica goes on to serve after SIGTERM while it says that it is not ready: a few probes. */
const serverShutdownDelay = { milliseconds: 500 };

/** @param count - how many there may be */
export async function prepareReplicas(athena: AthenaLocal, count: number): Promise<Replicas> {
  // Modules of the scripts, which are no CommonJS.
  const { freePort } = await import('../freePort.mjs');
  const { startChild } = await import('../startChild.mjs');
  const { startPostgres } = await import('../postgres.mjs');
  const folder = await mkdtemp(join(tmpdir(), 'service-insights-replicas-'));
  const postgres = await startPostgres();
  await writeFile(join(folder, 'entities.yaml'), services.map(entityYaml).join('---\n'));
  await writeFile(join(folder, 'dataset.yaml'), stringify({ ...lakeDataset, history: 1 }));
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort());
  const children = new Map<number, Child>();
  for (const port of ports) {
    await writeFile(
      join(folder, `${port}.yaml`),
      stringify(configOf({ port, folder, database: postgres.connectionString, athena })),
    );
  }
  const start = (port: number) => {
    const child: Child = startChild(
      [join(__dirname, 'portal.ts'), '--config', join(folder, `${port}.yaml`)],
      {
        env: { NODE_ENV: 'production' },
        logFile: join(folder, `${port}.log`),
        onLine: () => {},
      },
    );
    children.set(port, child);
  };
  const knex = knexFactory({
    client: 'pg',
    connection: `${postgres.connectionString}/backstage_plugin_service-insights`,
    pool: { min: 0, max: 2 },
  });
  return {
    ports,
    knex,
    start,
    async restart(port) {
      await children.get(port)?.stop();
      start(port);
    },
    async kill(port) {
      children.get(port)?.kill();
      await children.get(port)?.exited;
    },
    async forget() {
      for (const table of ['service_days', 'dataset_days', 'runs', 'service_periods']) {
        await knex(table).where({ dataset_id: lakeDataset.id }).delete();
      }
      await knex('datasets').update({ planned_at: 0, revision: knex.raw('revision + 1') });
    },
    async untilRead() {
      for (;;) {
        const complete = await knex('dataset_days').where({ state: 'complete', day: onlyDay });
        const open = await knex('runs').whereNotIn('state', ['done', 'failed', 'cancelled']);
        if (complete.length === 1 && open.length === 0) return;
        await sleep(100);
      }
    },
    async stop() {
      await knex.destroy();
      await Promise.all([...children.values()].map(child => child.stop()));
      await postgres.stop();
      await rm(folder, { recursive: true });
    },
  };
}

function configOf(options: {
  port: number;
  folder: string;
  database: string;
  athena: AthenaLocal;
}) {
  const { port, folder, database, athena } = options;
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    app: { title: 'Replicas', baseUrl },
    backend: {
      baseUrl,
      listen: { host: '127.0.0.1', port },
      database: { client: 'pg', connection: database },
      lifecycle: { serverShutdownDelay },
    },
    auth: {
      environment: 'development',
      providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
    },
    catalog: { locations: [{ type: 'file', target: join(folder, 'entities.yaml') }] },
    aws: { mainAccount: { accessKeyId: 'any', secretAccessKey: 'any' } },
    serviceInsights: {
      definitions: [join(folder, 'dataset.yaml')],
      asOf: `${addDays(onlyDay, 1)}T12:00:00Z`,
      engines: {
        lake: {
          athena: {
            region: 'eu-west-1',
            workGroup: 'insights',
            endpoint: athena.endpoint,
            s3Endpoint: athena.endpoint,
          },
        },
      },
    },
  };
}

function entityYaml(service: string): string {
  return stringify({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: service, annotations: { 'service-insights/service': service } },
    spec: { type: 'service', lifecycle: 'production', owner: 'team-a' },
  });
}
