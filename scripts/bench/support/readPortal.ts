import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBackend } from '@backstage/backend-defaults';
import {
  type BackendFeature,
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { serviceInsightsReadPermission } from 'backstage-plugin-service-insights-common';
import Router from 'express-promise-router';
import type { Knex } from 'knex';
import { tokenOf, untilCatalogued } from '../../replicas/askPortal';
import { dataset } from './readData';
import { silent } from './silent';

/** A portal with services whose insights are published, on a port and a database file of its own. */
export type ReadPortal = {
  baseUrl: string;
  /** `Bearer …` of a signed-in user. */
  authorization: string;
  /** The plugin's own database. */
  knex: Knex;
  stop(): Promise<void>;
};

/**
 * Starts a real backend: authentication with a user's token, the catalog, and the plugin on a SQLite file. Beside the
 * plugin's routes stands `/control/:name`, which does what a card must do and nothing else: it authenticates the
 * caller, authorises the entity, and reads one row by its primary key.
 */
export async function startReadPortal(options: {
  /** The module that adds the definitions and their engine. */
  lake: BackendFeature;
  services: readonly string[];
  /** What the portal takes for now, as `2026-03-14T00:00:00Z`. */
  asOf: string;
}): Promise<ReadPortal> {
  const { lake, services, asOf } = options;
  const folder = await mkdtemp(join(tmpdir(), 'service-insights-bench-'));
  await writeFile(join(folder, 'entities.yaml'), services.map(entityYaml).join('---\n'));
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  let knex: Knex | undefined;
  const backend = createBackend();
  backend.add(configFactory({ folder, baseUrl, port, asOf }));
  backend.add(silentLogs);
  backend.add(import('@backstage/plugin-auth-backend'));
  backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
  backend.add(import('@backstage/plugin-catalog-backend'));
  backend.add(import('backstage-plugin-service-insights-backend'));
  backend.add(lake);
  backend.add(
    controlModule(client => {
      knex = client;
    }),
  );
  const stop = async () => {
    await backend.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await backend.start();
    if (!knex) throw new Error('The control route was not started');
    const authorization = await tokenOf(baseUrl);
    await untilCatalogued(baseUrl, authorization, services);
    return { baseUrl, authorization, knex, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function controlModule(start: (knex: Knex) => void) {
  return createBackendModule({
    pluginId: 'service-insights',
    moduleId: 'control',
    register(env) {
      env.registerInit({
        deps: {
          catalog: catalogServiceRef,
          database: coreServices.database,
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
          permissions: coreServices.permissions,
        },
        async init({ catalog, database, httpAuth, httpRouter, permissions }) {
          const knex = await database.getClient();
          const router = Router();
          router.get('/control/:name', async (req, res) => {
            const credentials = await httpAuth.credentials(req, { allow: ['user', 'service'] });
            const entityRef = `component:default/${req.params.name}`;
            const entity = await catalog.getEntityByRef(entityRef, { credentials });
            const [decision] = await permissions.authorize(
              [{ permission: serviceInsightsReadPermission, resourceRef: entityRef }],
              { credentials },
            );
            if (!entity || decision.result !== 'ALLOW') throw new Error('The control was refused');
            res.json(await knex('datasets').where({ dataset_id: dataset.id }).first());
          });
          httpRouter.use(router);
          start(knex);
        },
      });
    },
  });
}

/** The output is the benchmark's: no line of it is a log. */
const silentLogs = createServiceFactory({
  service: coreServices.rootLogger,
  deps: {},
  factory: () => silent,
});

function configFactory(options: { folder: string; baseUrl: string; port: number; asOf: string }) {
  const { folder, baseUrl, port, asOf } = options;
  return createServiceFactory({
    service: coreServices.rootConfig,
    deps: {},
    factory: () =>
      new ConfigReader({
        app: { title: 'Benchmark', baseUrl },
        backend: {
          baseUrl,
          listen: { host: '127.0.0.1', port },
          database: { client: 'better-sqlite3', connection: { directory: folder } },
        },
        auth: {
          environment: 'development',
          providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
        },
        catalog: { locations: [{ type: 'file', target: join(folder, 'entities.yaml') }] },
        serviceInsights: { asOf },
      }),
  });
}

function entityYaml(service: string): string {
  return `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${service}
  annotations:
    service-insights/service: ${service}
spec: { type: service, lifecycle: production, owner: team-a }
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
