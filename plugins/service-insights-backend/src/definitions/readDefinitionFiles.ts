import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import type { DefinitionProblem } from 'backstage-plugin-service-insights-common';
import glob from 'fast-glob';
import { parseAllDocuments } from 'yaml';
import type { DefinitionCandidate } from './DefinitionCandidate';

/** What files hold, and which of them could not be read. */
export type DefinitionFiles = {
  candidates: DefinitionCandidate[];
  problems: DefinitionProblem[];
};

/**
 * Reads definitions from YAML files, of one or several documents, and JSON files, of one definition or a list.
 *
 * @param patterns - paths and globs; relative ones start at `base`
 */
export async function readDefinitionFiles(
  patterns: readonly string[],
  base: string = definitionsBase(),
): Promise<DefinitionFiles> {
  const read: DefinitionFiles = { candidates: [], problems: [] };
  const seen = new Set<string>();
  for (const pattern of patterns) {
    const files = await glob(pattern, { cwd: base, absolute: true, onlyFiles: true });
    if (files.length === 0) {
      const message = `no file matches (looked for from ${base})`;
      read.problems.push({ origin: pattern, path: '', message });
    }
    for (const file of files.sort()) {
      if (seen.has(file)) continue;
      seen.add(file);
      await readInto(read, file, relative(base, file));
    }
  }
  return read;
}

/** The folder of the portal's `app-config.yaml`: the nearest that has one, from the working directory upwards. */
function definitionsBase(): string {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    if (existsSync(resolve(folder, 'app-config.yaml'))) return folder;
    if (folder === dirname(folder)) return process.cwd();
  }
}

async function readInto(read: DefinitionFiles, file: string, origin: string): Promise<void> {
  try {
    const text = await readFile(file, 'utf8');
    const values = file.endsWith('.json') ? readJson(text) : readYaml(text);
    values.forEach((value, i) =>
      read.candidates.push({
        origin: values.length === 1 ? origin : `${origin} (${i + 1} of ${values.length})`,
        value,
      }),
    );
  } catch (error) {
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
    read.problems.push({ origin, path: '', message });
  }
}

function readJson(text: string): unknown[] {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value : [value];
}

function readYaml(text: string): unknown[] {
  const documents = parseAllDocuments(text);
  return [...documents].flatMap(document => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return value === null || value === undefined ? [] : [value]; // a comment between two separators
  });
}
