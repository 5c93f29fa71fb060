import type { LoggerService } from '@backstage/backend-plugin-api';
import { addDays, dayOf } from 'backstage-plugin-service-insights-common';
import type { Engine } from 'backstage-plugin-service-insights-node';
import { z } from 'zod';
import type { DefinitionCandidate } from '../definitions/DefinitionCandidate';
import { loadDatasets } from '../definitions/loadDatasets';
import type { Datasets } from '../definitions/LoadedDataset';
import { readDefinitionFiles } from '../definitions/readDefinitionFiles';

/** Which definitions to load, and what is known of the portal they are for. */
export type OfflineDefinitions = {
  /** Paths and globs; relative ones start at `base`. */
  files: readonly string[];
  base?: string;
  /** The portal's engines and secrets; nothing when definitions are checked by themselves. */
  portal?: {
    engines: ReadonlyMap<string, Engine>;
    defaultEngine: string | undefined;
    hashKey: string | undefined;
  };
  logger: LoggerService;
};

/** What a definition may name without a portal is taken to be there. */
const anyEngine = 'default';

/**
 * Loads definitions as a portal does, with the same messages. Without a portal they are checked as far as that is
 * possible by themselves: every engine they name is taken to be there, and no engine is asked.
 */
export async function loadOffline(options: OfflineDefinitions): Promise<Datasets> {
  const { files, base, portal, logger } = options;
  const read = await readDefinitionFiles(files, base);
  return loadDatasets({
    ...read,
    ...(portal ?? {
      engines: new Map([anyEngine, ...namedEngines(read.candidates)].map(name => [name, {}])),
      defaultEngine: anyEngine,
      hashKey: 'not looked at',
    }),
    day: addDays(dayOf(Date.now()), -1),
    versionOf: async () => 1,
    logger,
  });
}

const namingEngines = z.object({ sources: z.array(z.object({ engine: z.string() })) });

function namedEngines(candidates: readonly DefinitionCandidate[]): string[] {
  return candidates.flatMap(({ value }) => {
    const parsed = namingEngines.safeParse(value);
    return parsed.success ? parsed.data.sources.map(({ engine }) => engine) : [];
  });
}
