import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  formatDefinitionProblem,
  parseDefinition,
  type DatasetDefinition,
} from 'backstage-plugin-service-insights-common';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { parseExpectation, type Expectation } from './expectation';
import type { ReadCase } from './RealCase';

const engineSchema = z.looseObject({
  tables: z.record(z.string(), z.unknown()),
  directory: z.never({ error: 'must be left out: it is REAL_DATA_DIR' }).optional(),
});

const jsonObject = z.record(z.string(), z.json());

/**
 * Reads the three files of a case and checks what can be checked without running it.
 *
 * @param folder - holds `definition.yaml`, `engine.yaml` and `expect.json`
 */
export async function readCase(folder: string): Promise<ReadCase> {
  const problems: string[] = [];
  const definitionFile = resolve(folder, 'definition.yaml');
  const datasets = await readPart(problems, definitionFile, parseDatasets);
  const engine = await readPart(problems, join(folder, 'engine.yaml'), parseEngine);
  const expectations = await readPart(problems, join(folder, 'expect.json'), parseExpectations);
  if (!datasets || !engine || !expectations) return { ok: false, problems };
  const ids = datasets.map(({ id }) => id);
  for (const [index, { dataset }] of expectations.entries()) {
    if (dataset !== undefined && !ids.includes(dataset)) {
      problems.push(`expect.json: ${index}.dataset: must be one of ${ids.join(', ')}`);
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  const name = basename(resolve(folder));
  return { ok: true, case: { name, definitionFile, datasets, engine, expectations } };
}

/** The outcome of reading one file: what it holds, or messages without the file's name. */
type Parsed<T> = { value: T } | { problems: string[] };

async function readPart<T>(
  problems: string[],
  file: string,
  parse: (text: string) => Parsed<T>,
): Promise<T | undefined> {
  try {
    const parsed = parse(await readFile(file, 'utf8'));
    if ('value' in parsed) return parsed.value;
    problems.push(...parsed.problems.map(problem => `${basename(file)}: ${problem}`));
  } catch (error) {
    problems.push(`${basename(file)}: ${error instanceof Error ? error.message : error}`);
  }
  return undefined;
}

function parseDatasets(text: string): Parsed<DatasetDefinition[]> {
  const documents = parseAllDocuments(text);
  const broken = documents.flatMap(({ errors }) => errors.map(({ message }) => message));
  if (broken.length > 0) return { problems: broken };
  const parsed = documents
    .filter(({ contents }) => contents !== null)
    .map((document, index) => parseDefinition(document.toJS(), `document ${index + 1}`));
  if (parsed.length === 0) return { problems: ['must hold at least one dataset'] };
  const problems = parsed.flatMap(result => (result.ok ? [] : result.problems));
  if (problems.length > 0) return { problems: problems.map(formatDefinitionProblem) };
  return { value: parsed.flatMap(result => (result.ok ? [result.definition] : [])) };
}

function parseEngine(text: string): Parsed<z.output<typeof jsonObject>> {
  const [document] = parseAllDocuments(text);
  const read: unknown = document?.toJS();
  const parsed = jsonObject.safeParse(read);
  const checked = engineSchema.safeParse(read);
  if (parsed.success && checked.success) return { value: parsed.data };
  return { problems: messages(checked.error ?? parsed.error) };
}

function parseExpectations(text: string): Parsed<Expectation[]> {
  const list = z.array(z.unknown()).min(1).safeParse(JSON.parse(text));
  if (!list.success) return { problems: messages(list.error) };
  const parsed = list.data.map(parseExpectation);
  const problems = parsed.flatMap((result, index) => messages(result.error, String(index)));
  if (problems.length > 0) return { problems };
  return { value: parsed.flatMap(result => (result.success ? [result.data] : [])) };
}

function messages(error: z.ZodError | undefined, prefix?: string): string[] {
  return (error?.issues ?? []).map(({ path, message }) => {
    const where = [...(prefix === undefined ? [] : [prefix]), ...path].join('.');
    return where === '' ? message : `${where}: ${message}`;
  });
}
