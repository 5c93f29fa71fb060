import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { engineOptions, type CheckedEngineOptions } from './engineOptions';

/**
 * The engines that `serviceInsights.engines.<name>.duckdb` declares.
 *
 * @throws InputError that names every wrong key by its whole path
 */
export function readEngines(config: Config): CheckedEngineOptions[] {
  const engines = config.getOptionalConfig('serviceInsights.engines');
  return (engines?.keys() ?? []).flatMap(name => {
    const options = engines?.getOptionalConfig(name)?.getOptional('duckdb');
    if (options === undefined) return [];
    const path = `serviceInsights.engines.${name}.duckdb`;
    if (typeof options !== 'object' || options === null || Array.isArray(options)) {
      throw new InputError(`Invalid configuration at ${path}: must be an object`);
    }
    return [checkEngineOptions({ ...options, name }, path)];
  });
}

/**
 * Checks options.
 *
 * @param path - what messages say before the path inside of the options
 * @throws InputError that names every wrong key by its path
 */
export function checkEngineOptions(options: unknown, path: string): CheckedEngineOptions {
  const checked = engineOptions.safeParse(options);
  if (checked.success) return checked.data;
  const problems = checked.error.issues.map(issue => `${join(path, issue.path)}: ${issue.message}`);
  throw new InputError(`Invalid configuration at ${problems.join('; at ')}`);
}

function join(path: string, keys: readonly PropertyKey[]): string {
  return keys.reduce<string>((joined, key) => {
    if (typeof key === 'number') return `${joined}[${key}]`;
    return /^\w+$/.test(String(key)) ? `${joined}.${String(key)}` : `${joined}['${String(key)}']`;
  }, path);
}
