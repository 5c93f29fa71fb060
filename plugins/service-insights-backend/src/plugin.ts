import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  addDays,
  dayOf,
  formatDefinitionProblem,
  serviceInsightsPermissions,
} from 'backstage-plugin-service-insights-common';
import {
  serviceInsightsDefinitionsExtensionPoint,
  serviceInsightsEnginesExtensionPoint,
  type Engine,
} from 'backstage-plugin-service-insights-node';
import { DatabaseDayStore } from './database/DatabaseDayStore';
import { DatabaseRunStore } from './database/DatabaseRunStore';
import { openDatabase } from './database/openDatabase';
import type { DefinitionCandidate } from './definitions/DefinitionCandidate';
import { loadDatasets } from './definitions/loadDatasets';
import { readDefinitionFiles } from './definitions/readDefinitionFiles';
import { readSettings } from './readSettings';
import { StandardPeriods } from './read/StandardPeriods';
import { createRouter } from './router/createRouter';
import { RunWorker } from './runs/RunWorker';
import { Derivation } from './tasks/Derivation';
import { RefreshTick } from './tasks/RefreshTick';
import { Sweeper } from './tasks/Sweeper';
import { workerLanes } from './tasks/workerLanes';

/**
 * The backend of service insights: reads each day of each dataset once, for all services, and serves what it keeps.
 *
 * @public
 */
export const serviceInsightsPlugin = createBackendPlugin({
  pluginId: 'service-insights',
  register(env) {
    const engines = new Map<string, Engine>();
    const added: DefinitionCandidate[] = [];
    env.registerExtensionPoint(serviceInsightsEnginesExtensionPoint, {
      addEngine(engine) {
        if (engines.has(engine.name)) {
          throw new ConflictError(`An engine is called '${engine.name}' already`);
        }
        engines.set(engine.name, engine);
      },
    });
    env.registerExtensionPoint(serviceInsightsDefinitionsExtensionPoint, {
      addDefinitions(origin, definitions) {
        added.push(...definitions.map(value => ({ origin, value })));
      },
    });
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
      },
      async init({ config, database, lifecycle, logger, scheduler, ...services }) {
        const { clock, hashKey, defaultEngine, definitions } = readSettings(config);
        const knex = await openDatabase(database);
        const runs = new DatabaseRunStore(knex, clock);
        const days = new DatabaseDayStore(knex, clock);

        const files = await readDefinitionFiles(definitions);
        const datasets = await loadDatasets({
          candidates: [...files.candidates, ...added],
          problems: files.problems,
          engines,
          defaultEngine,
          hashKey,
          day: addDays(dayOf(clock()), -1),
          versionOf: (id, fingerprint) => days.versionOf(id, fingerprint),
          logger,
        });
        for (const problem of datasets.refused()) {
          logger.error(`Definition refused: ${formatDefinitionProblem(problem)}`);
        }

        const deriver = new StandardPeriods({ knex, logger });
        const derivation = new Derivation({ datasets, deriver, logger });
        const tick = new RefreshTick({ datasets, engines, runs, days, clock, logger });
        const sweeper = new Sweeper({ datasets, engines, runs, logger });
        const worker = new RunWorker({
          runs,
          logger,
          lanes: workerLanes({ datasets, engines, runs, days, hashKey, logger }),
          onDrained: async datasetIds => {
            await tick.run(datasetIds); // a new version may be complete now
            await derivation.run(datasetIds);
          },
        });
        const refresh = async () => {
          if ((await tick.run()) > 0) worker.wake();
          else await derivation.run();
          await sweeper.sweep();
        };
        await scheduler.scheduleTask({
          id: 'service-insights-refresh',
          scope: 'global',
          frequency: { seconds: 30 },
          timeout: { minutes: 1 },
          initialDelay: { seconds: 30 },
          fn: refresh,
        });
        lifecycle.addStartupHook(async () => {
          worker.start();
          await refresh();
        });
        lifecycle.addShutdownHook(async () => {
          await worker.stop();
          for (const engine of engines.values()) await engine.close?.();
        });

        services.permissionsRegistry.addPermissions(serviceInsightsPermissions);
        services.httpRouter.use(createRouter({ ...services, knex, datasets, now: clock, logger }));
      },
    });
  },
});
