import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { athenaOptionsSchema, type AthenaOptions } from './athenaOptions';

const path = 'serviceInsights.engines';

/**
 * The Athena engines of the configuration.
 *
 * @throws InputError that names each key that is wrong, and what is allowed
 */
export function readAthenaOptions(config: Config): { name: string; options: AthenaOptions }[] {
  const engines = config.getOptionalConfig(path);
  return (engines?.keys() ?? []).flatMap(name => {
    const value = engines?.getConfig(name).getOptional('athena');
    if (value === undefined) return [];
    const parsed = athenaOptionsSchema.safeParse(value);
    if (parsed.success) return [{ name, options: parsed.data }];
    const problems = parsed.error.issues.map(issue => {
      const key = [path, name, 'athena', z.core.toDotPath(issue.path)].filter(Boolean).join('.');
      return `${key}: ${issue.message}`;
    });
    throw new InputError(`The configuration of an engine is wrong:\n${problems.join('\n')}`);
  });
}
