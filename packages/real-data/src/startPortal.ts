import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import type { Entity } from '@backstage/catalog-model';
import {
  catalogProcessingExtensionPoint,
  type EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { JsonObject } from '@backstage/types';

/** A portal that runs in this process. */
export type Portal = {
  /** Puts entities into its catalog, in place of those given before. */
  provideEntities(entities: readonly Entity[]): Promise<void>;
  /** The services that were found in each dataset, by its id. */
  services(): Promise<Map<string, string[]>>;
  stop(): Promise<void>;
};

/**
 * Starts a real backend: catalog, guest sign-in and service insights with the DuckDB engine.
 *
 * @param config - its whole configuration
 * @throws Error when it does not start
 */
export async function startPortal(config: JsonObject): Promise<Portal> {
  let connection: EntityProviderConnection | undefined;
  const entityProvider = createBackendModule({
    pluginId: 'catalog',
    moduleId: 'real-data',
    register(env) {
      env.registerInit({
        deps: { catalog: catalogProcessingExtensionPoint },
        async init({ catalog }) {
          catalog.addEntityProvider({
            getProviderName: () => 'real-data',
            async connect(given) {
              connection = given;
            },
          });
        },
      });
    },
  });

  let openDatabase: (() => ReturnType<DatabaseService['getClient']>) | undefined;
  const services = createBackendModule({
    pluginId: 'service-insights',
    moduleId: 'real-data',
    register(env) {
      env.registerInit({
        deps: { database: coreServices.database },
        async init({ database }) {
          openDatabase = () => database.getClient();
        },
      });
    },
  });

  const backend = createBackend();
  backend.add(
    createServiceFactory({
      service: coreServices.rootConfig,
      deps: {},
      factory: () => new ConfigReader(config),
    }),
  );
  backend.add(import('@backstage/plugin-auth-backend'));
  backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
  backend.add(import('@backstage/plugin-catalog-backend'));
  backend.add(entityProvider);
  backend.add(services);
  backend.add(import('backstage-plugin-service-insights-backend'));
  backend.add(import('backstage-plugin-service-insights-backend-module-duckdb'));
  await backend.start();

  return {
    async provideEntities(entities) {
      if (!connection) throw new Error('the catalog did not connect its entity provider');
      await connection.applyMutation({
        type: 'full',
        entities: entities.map(entity => ({ entity, locationKey: 'real-data' })),
      });
    },
    async services() {
      if (!openDatabase) throw new Error('service insights did not start');
      const knex = await openDatabase();
      const rows: { dataset_id: string; service: string }[] = await knex('service_days')
        .distinct('dataset_id', 'service')
        .orderBy('service');
      const found = new Map<string, string[]>();
      for (const { dataset_id: dataset, service } of rows) {
        found.set(dataset, [...(found.get(dataset) ?? []), service]);
      }
      return found;
    },
    stop: () => backend.stop(),
  };
}
