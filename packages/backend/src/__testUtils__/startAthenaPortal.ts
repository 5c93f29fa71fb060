import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import { stringify } from 'yaml';
import { startPortal, type TestPortal } from './startPortal';

/**
 * Starts a portal on Athena's protocol, with one component `orders`.
 *
 * @throws what the backend throws at its start
 */
export async function startAthenaPortal(options: {
  /** Where the definitions are written. */
  directory: string;
  definitions: readonly object[];
  /** Keys of `serviceInsights.engines.lake.athena`; nowhere to ask without an endpoint. */
  engine: JsonObject;
  /** The folder of the portal's database; in memory when left out. */
  database?: string;
  /** Other keys of `serviceInsights`. */
  settings?: JsonObject;
}): Promise<TestPortal> {
  const { directory, database, engine, settings } = options;
  const definitions = await Promise.all(
    options.definitions.map(async (definition, i) => {
      const file = join(directory, `definition-${i}.yaml`);
      await writeFile(file, stringify(definition));
      return file;
    }),
  );
  return startPortal(
    {
      backend: {
        database: {
          client: 'better-sqlite3',
          connection: database === undefined ? ':memory:' : { directory: database },
        },
      },
      aws: { mainAccount: { accessKeyId: 'any', secretAccessKey: 'any' } },
      serviceInsights: {
        definitions,
        engines: {
          lake: {
            athena: {
              region: 'eu-central-1',
              workGroup: 'insights',
              ...(engine.endpoint !== undefined && { s3Endpoint: engine.endpoint }),
              ...engine,
            },
          },
        },
        ...settings,
      },
    },
    ['orders'],
  );
}
