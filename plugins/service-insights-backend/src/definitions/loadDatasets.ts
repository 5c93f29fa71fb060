import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  parseDefinition,
  type DatasetDefinition,
  type DefinitionProblem,
  type Day,
} from 'backstage-plugin-service-insights-common';
import { EngineError, type Engine } from 'backstage-plugin-service-insights-node';
import pLimit from 'p-limit';
import { compileRollup } from '../plan/compileRollup';
import { withDeadline } from '../withDeadline';
import { checkDefinition, type DefinitionFault } from './checkDefinition';
import type { DefinitionCandidate } from './DefinitionCandidate';
import { definitionFingerprint, type DefinitionFingerprint } from './definitionFingerprint';
import type { Datasets, DatasetSource, LoadedDataset } from './LoadedDataset';
import { sourcesOf } from './sourcesOf';

/** What loading needs from the portal. */
export type LoadDatasetsOptions = {
  candidates: readonly DefinitionCandidate[];
  /** What was wrong before there was a definition to check: files that could not be read. */
  problems: readonly DefinitionProblem[];
  engines: ReadonlyMap<string, Pick<Engine, 'validate'>>;
  defaultEngine: string | undefined;
  hashKey: string | undefined;
  /** A day to try statements with. */
  day: Day;
  versionOf(datasetId: string, fingerprint: DefinitionFingerprint): Promise<number>;
  logger: LoggerService;
};

/** So long an engine may take over its word on a definition: a portal that starts does not wait for a lake's queue. */
const patienceMs = 30_000;

/**
 * Checks definitions and gives each its version. One that is broken is refused with its reasons; the others live.
 */
export async function loadDatasets(options: LoadDatasetsOptions): Promise<Datasets> {
  const refused: DefinitionProblem[] = [...options.problems];
  const accepted = new Map<string, { origin: string; definition: DatasetDefinition }>();
  for (const { origin, value } of options.candidates) {
    const parsed = parseDefinition(value, origin);
    const taken = parsed.ok ? accepted.get(parsed.definition.id) : undefined;
    if (!parsed.ok) {
      refused.push(...parsed.problems);
    } else if (taken !== undefined) {
      const message = `'${parsed.definition.id}' is taken by the definition in ${taken.origin}`;
      refused.push({ origin, path: 'id', message });
    } else {
      accepted.set(parsed.definition.id, { origin, definition: parsed.definition });
    }
  }

  // Engines are asked about several at a time: on a lake each answer takes a second or two.
  const limit = pLimit(8);
  const checked = await Promise.all(
    [...accepted.values()].map(({ origin, definition }) =>
      limit(async () => ({ origin, result: await checkInPortal(definition, options) })),
    ),
  );
  const loaded = new Map<string, LoadedDataset>();
  for (const { origin, result } of checked) {
    if ('faults' in result) refused.push(...result.faults.map(fault => ({ origin, ...fault })));
    else loaded.set(result.definition.id, result);
  }
  return {
    all: () => [...loaded.values()],
    find: id => loaded.get(id),
    refused: () => refused,
  };
}

async function checkInPortal(
  definition: DatasetDefinition,
  options: LoadDatasetsOptions,
): Promise<LoadedDataset | { faults: DefinitionFault[] }> {
  const { engines, defaultEngine, hashKey, day } = options;
  const resolved = sourcesOf(definition, { names: [...engines.keys()], defaultEngine });
  if (!resolved.ok) return { faults: [{ path: resolved.path, message: resolved.message }] };
  const { sources } = resolved;

  const faults = checkDefinition(definition, sources, { hashKey, day });
  if (faults.length > 0) return { faults };
  const rejections = await Promise.all(
    sources.map(source => rejectionBy(engines.get(source.engine), definition, source, options)),
  );
  const rejected = rejections.filter(message => message !== undefined);
  if (rejected.length > 0) return { faults: rejected.map(message => ({ path: '', message })) };

  const fingerprint = definitionFingerprint(definition, sources, hashKey);
  const version = await options.versionOf(definition.id, fingerprint);
  return { definition, version, fingerprint: fingerprint.numbers, sources };
}

/**
 * What the engine has against the statement. An engine that is down, or may not be asked, says nothing about a
 * definition: that one is kept, and its runs fail for as long as the engine does.
 */
async function rejectionBy(
  engine: Pick<Engine, 'validate'> | undefined,
  definition: DatasetDefinition,
  source: DatasetSource,
  { day, logger }: LoadDatasetsOptions,
): Promise<string | undefined> {
  if (engine?.validate === undefined) return undefined;
  try {
    await withDeadline(engine.validate(compileRollup(definition, source, day)), patienceMs);
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    if (error instanceof EngineError && error.class === 'definition') {
      return `engine ${source.engine}: ${said}`;
    }
    const what = `Definition ${definition.id} is not checked by engine ${source.engine} yet`;
    logger.warn(`${what}: ${said}`);
    return undefined;
  }
}
