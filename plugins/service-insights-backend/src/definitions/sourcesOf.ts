import type { DatasetDefinition } from 'backstage-plugin-service-insights-common';
import type { DatasetSource } from './LoadedDataset';

/** The engines of the portal, as far as definitions care. */
export type KnownEngines = { names: readonly string[]; defaultEngine: string | undefined };

/** A dataset's sources, or what is wrong with them. */
export type ResolvedSources =
  { ok: true; sources: DatasetSource[] } | { ok: false; path: string; message: string };

/** Between engine and region in a source's name. */
const separator = ':';

/** The engine of a source, by the source's name. */
export function engineOfSource(name: string): string {
  return name.split(separator)[0];
}

/**
 * Where a dataset's events are read: what the definition says, or the default engine.
 */
export function sourcesOf(definition: DatasetDefinition, engines: KnownEngines): ResolvedSources {
  const known = `known engines are ${engines.names.join(', ') || '(none is configured)'}`;
  if (definition.sources === undefined) {
    const engine =
      engines.defaultEngine ?? (engines.names.length === 1 ? engines.names[0] : undefined);
    if (engine === undefined) {
      const message = `is required as there is no serviceInsights.defaultEngine; ${known}`;
      return { ok: false, path: 'sources', message };
    }
    if (!engines.names.includes(engine)) {
      const message = `serviceInsights.defaultEngine '${engine}' is unknown; ${known}`;
      return { ok: false, path: 'sources', message };
    }
    return { ok: true, sources: [{ name: engine, engine, table: definition.table }] };
  }
  const sources: DatasetSource[] = [];
  for (const [i, { engine, region, table }] of definition.sources.entries()) {
    if (!engines.names.includes(engine)) {
      const message = `engine '${engine}' is unknown; ${known}`;
      return { ok: false, path: `sources[${i}].engine`, message };
    }
    const name = region === undefined ? engine : `${engine}${separator}${region}`;
    if (sources.some(other => other.name === name)) {
      const message = `repeats engine ${engine}${region ? ` and region ${region}` : ''}; sources must differ in one of them`;
      return { ok: false, path: `sources[${i}]`, message };
    }
    sources.push({ name, engine, table: table ?? definition.table });
  }
  return { ok: true, sources };
}
