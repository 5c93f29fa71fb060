import type { Engine } from 'backstage-plugin-service-insights-node';
import {
  loadOffline,
  readSettings,
  type Datasets,
} from 'backstage-plugin-service-insights-backend/offline';
import { CommandError } from '../CommandError';
import { stderrLogger } from './stderrLogger';
import { withPortalConfig, type PortalConfig } from './withPortalConfig';

/** What was loaded, and from which portal's point of view. */
export type LoadedDefinitions = {
  datasets: Datasets;
  engines: ReadonlyMap<string, Engine>;
  /** Milliseconds since 1970: now, or what the configuration takes for now. */
  nowMs: number;
  /** Nothing when there is no configuration. */
  portal: PortalConfig | undefined;
};

/**
 * Loads definitions: by themselves, or with a configuration and its engines.
 *
 * @param from - `files`: those of the configuration when there are none; `config`: nothing for no configuration
 * @throws CommandError when there is nothing to load
 */
export async function loadDefinitions<T>(
  from: { files: readonly string[]; config: readonly string[] | undefined },
  work: (loaded: LoadedDefinitions) => Promise<T>,
): Promise<T> {
  const { files, config: configFiles } = from;
  if (configFiles === undefined) {
    if (files.length === 0)
      throw new CommandError('Which definitions? Name files, or give --config');
    const datasets = await loadOffline({ files, base: process.cwd(), logger: stderrLogger() });
    return work({ datasets, engines: new Map(), nowMs: Date.now(), portal: undefined });
  }
  return withPortalConfig(configFiles, async portal => {
    const { config, engines, logger } = portal;
    const { definitions, defaultEngine, hashKey, clock } = readSettings(config);
    const datasets = await loadOffline({
      files: files.length > 0 ? files : definitions,
      base: process.cwd(),
      portal: { engines, defaultEngine, hashKey },
      logger,
    });
    return work({ datasets, engines, nowMs: clock(), portal });
  });
}
