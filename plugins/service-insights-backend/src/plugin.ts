import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
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
import { databaseBudgets } from './database/databaseBudgets';
import { DatabaseDayStore } from './database/DatabaseDayStore';
import { DatabaseRetention } from './database/DatabaseRetention';
import { DatabaseRunStore } from './database/DatabaseRunStore';
import { openDatabase } from './database/openDatabase';
import type { DefinitionCandidate } from './definitions/DefinitionCandidate';
import { loadDatasets } from './definitions/loadDatasets';
import { readDefinitionFiles } from './definitions/readDefinitionFiles';
import { CustomerErasure } from './erase/CustomerErasure';
import { ErasureWatch } from './erase/ErasureWatch';
import { BackfillConfirmations } from './operate/BackfillConfirmations';
import { BudgetAudit } from './operate/BudgetAudit';
import { createOperator } from './operate/createOperator';
import { Ledger } from './operate/Ledger';
import { observeQueue } from './operate/metrics/observeQueue';
import { ReadMetrics } from './operate/metrics/ReadMetrics';
import { runReporter } from './operate/runReporter';
import { DatabaseRollupStore } from './read/DatabaseRollupStore';
import { readSettings } from './readSettings';
import { createRouter } from './router/createRouter';
import { Backfill } from './tasks/Backfill';
import { keepWorking, type Refresh } from './tasks/keepWorking';
import { Retention } from './tasks/Retention';
import { SourceCalendar } from './tasks/SourceCalendar';
import { VisitedDatasets } from './tasks/VisitedDatasets';
import { workingHalf } from './tasks/workingHalf';

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
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
      },
      async init({ config, database, lifecycle, logger, scheduler, ...services }) {
        const settings = readSettings(config);
        const { clock, hashKey, defaultEngine, definitions } = settings;
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

        const audit = new BudgetAudit({ knex, auditor: services.auditor, logger });
        const money = databaseBudgets({
          ...settings,
          knex,
          datasets,
          onUsedUp: (datasetId, budget) => audit.usedUp(datasetId, budget),
        });
        const { budgets } = money;
        const half = workingHalf({
          knex,
          datasets,
          engines,
          runs,
          days,
          budgets,
          hashKey,
          clock,
          logger,
          onEnded: runReporter({ logger, metrics: services.metrics }),
          onDrained: (_planned, datasetIds) => half.derivation.run(datasetIds),
        });
        const { plans, tick, worker } = half;
        const refresh: Refresh = async (datasetIds, unlessWithinMs) => {
          if ((await tick.run(datasetIds, unlessWithinMs)) > 0) worker.wake();
        };
        await keepWorking({
          half,
          refresh,
          erasureWatch: new ErasureWatch({ days, logger }),
          retention: new Retention({
            ...settings,
            datasets,
            store: new DatabaseRetention(knex),
            logger,
          }),
          engines,
          onShutdown: settings.onShutdown,
          scheduler,
          lifecycle,
        });

        services.permissionsRegistry.addPermissions(serviceInsightsPermissions);
        const store = new DatabaseRollupStore(knex);
        const ledger = new Ledger(knex);
        observeQueue({ metrics: services.metrics, datasets, ledger, store, logger, now: clock });
        const calendar = new SourceCalendar(engines);
        const operator = createOperator({
          ...services,
          ...settings,
          datasets,
          store,
          ledger,
          runs,
          plans,
          pauses: money.pauses,
          budgets,
          spent: money.store,
          estimates: money.estimates,
          calendar,
          backfill: new Backfill({ calendar, runs, plans, clock, logger }),
          confirmations: new BackfillConfirmations(knex),
          erasure: new CustomerErasure({ knex, datasets, days, hashKey, clock }),
          refresh: datasetId => tick.run(new Set([datasetId])),
          wake: () => worker.wake(),
          logger,
          now: clock,
        });
        const visited = new VisitedDatasets({ refresh, logger });
        services.httpRouter.use(
          createRouter({
            ...services,
            operator,
            readMetrics: new ReadMetrics(services.metrics),
            knex,
            datasets,
            budgets,
            now: clock,
            onVisit: id => visited.note(id),
            logger,
          }),
        );
      },
    });
  },
});
