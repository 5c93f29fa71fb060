import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { DefaultAwsCredentialsManager } from '@backstage/integration-aws-node';
import { serviceInsightsEnginesExtensionPoint } from 'backstage-plugin-service-insights-node';
import { AthenaConnection, type CallBuckets } from './AthenaConnection';
import { AthenaEngine } from './AthenaEngine';
import { callBuckets } from './callBuckets';
import { readAthenaOptions } from './readAthenaOptions';

/**
 * Adds the engines whose configuration is under `serviceInsights.engines.<name>.athena`.
 *
 * @public
 */
export const serviceInsightsModuleAthena = createBackendModule({
  pluginId: 'service-insights',
  moduleId: 'athena',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        engines: serviceInsightsEnginesExtensionPoint,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
      },
      async init({ config, engines, lifecycle, logger }) {
        const credentials = DefaultAwsCredentialsManager.fromConfig(config);
        const bucketsByQuota = new Map<string, CallBuckets>();
        for (const { name, options } of readAthenaOptions(config)) {
          const quota = `${options.accountId ?? ''} ${options.region}`;
          const buckets = bucketsByQuota.get(quota) ?? callBuckets(options.limits);
          bucketsByQuota.set(quota, buckets);
          const engine = new AthenaEngine(
            name,
            options,
            new AthenaConnection(options, credentials, buckets),
          );
          engines.addEngine(engine);
          lifecycle.addStartupHook(async () => {
            try {
              for (const problem of await engine.checkWorkGroup()) {
                logger.warn(`Engine '${name}': ${problem}`);
              }
            } catch (error) {
              logger.error(`Engine '${name}' cannot be used yet`, toLoggable(error));
            }
          });
        }
      },
    });
  },
});

function toLoggable(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
