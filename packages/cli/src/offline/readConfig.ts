import { resolve } from 'node:path';
import { ConfigReader, type Config } from '@backstage/config';
import { ConfigSources } from '@backstage/config-loader';
import { CommandError } from '../CommandError';

/**
 * Reads configuration files as a portal does: the later ones over the earlier, with `${…}` from the environment.
 *
 * @param files - `app-config.yaml` and `app-config.local.yaml` of the working directory when there are none
 */
export async function readConfig(files: readonly string[]): Promise<Config> {
  const source = ConfigSources.defaultForTargets({
    watch: false,
    rootDir: process.cwd(),
    targets: files.map(file => ({ type: 'path', target: resolve(file) })),
  });
  try {
    const read = await ConfigSources.toConfig(source);
    const config = new ConfigReader(read.get());
    read.close();
    return config;
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error));
  }
}
