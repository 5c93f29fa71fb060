import { createSpecializedBackend } from '@backstage/backend-app-api';
import { lifecycleServiceFactory } from '@backstage/backend-defaults/lifecycle';
import { loggerServiceFactory } from '@backstage/backend-defaults/logger';
import { rootLifecycleServiceFactory } from '@backstage/backend-defaults/rootLifecycle';
import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import {
  serviceInsightsEnginesExtensionPoint,
  type Engine,
} from 'backstage-plugin-service-insights-node';
import { CommandError } from '../CommandError';
import { readConfig } from './readConfig';
import { stderrLogger } from './stderrLogger';

/** A portal's configuration, and the engines that it declares. */
export type PortalConfig = {
  config: Config;
  engines: ReadonlyMap<string, Engine>;
  logger: LoggerService;
  /** Aborted when the process is told to end. */
  signal: AbortSignal;
};

/**
 * Does something with the engines of a configuration: their modules are started as a portal starts them, and nothing
 * else of it.
 *
 * @param files - configuration files; `app-config.yaml` of the working directory when there are none
 */
export async function withPortalConfig<T>(
  files: readonly string[],
  work: (portal: PortalConfig) => Promise<T>,
): Promise<T> {
  const config = await readConfig(files);
  const engines = new Map<string, Engine>();
  const logger = stderrLogger();
  const interrupted = new AbortController();
  const backend = createSpecializedBackend({
    defaultServiceFactories: [
      loggerServiceFactory,
      lifecycleServiceFactory,
      rootLifecycleServiceFactory,
      createServiceFactory({
        service: coreServices.rootConfig,
        deps: {},
        factory: () => config,
      }),
      createServiceFactory({
        service: coreServices.rootLogger,
        deps: {},
        factory: () => logger,
      }),
    ],
  });
  backend.add(
    createBackendPlugin({
      pluginId: 'service-insights',
      register(env) {
        env.registerExtensionPoint(serviceInsightsEnginesExtensionPoint, {
          addEngine: engine => void engines.set(engine.name, engine),
        });
        env.registerInit({
          deps: { lifecycle: coreServices.lifecycle },
          async init({ lifecycle }) {
            // The backend ends the process when its hooks are done: this one leaves that to the command, which has an
            // engine to stop first, and something to say.
            lifecycle.addShutdownHook(() => {
              interrupted.abort(new CommandError('Interrupted'));
              process.once('SIGINT', () => process.exit(130)); // a second Ctrl-C does not wait
              return new Promise(() => {});
            });
          },
        });
      },
    }),
  );
  for (const module of engineModules(config)) backend.add(module);
  await backend.start();
  try {
    return await work({ config, engines, logger, signal: interrupted.signal });
  } finally {
    for (const engine of engines.values()) await engine.close?.();
  }
}

/** The modules whose engines a configuration declares; the others need not be loaded. */
function engineModules(config: Config) {
  const engines = config.getOptionalConfig('serviceInsights.engines');
  const kinds = new Set((engines?.keys() ?? []).flatMap(name => engines?.getConfig(name).keys()));
  return [
    ...(kinds.has('duckdb')
      ? [import('backstage-plugin-service-insights-backend-module-duckdb')]
      : []),
    ...(kinds.has('athena')
      ? [import('backstage-plugin-service-insights-backend-module-athena')]
      : []),
  ];
}
