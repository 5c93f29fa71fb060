import {
  formatDefinitionProblem,
  parseDefinition,
  type DatasetDefinition,
} from 'backstage-plugin-service-insights-common';
import { readDefinitionFiles } from '../../plugins/service-insights-backend/src/definitions/readDefinitionFiles';

/**
 * All definitions in the files of a folder.
 *
 * @throws Error with what is wrong with them
 */
export async function readDefinitions(folder: string): Promise<DatasetDefinition[]> {
  const { candidates, problems } = await readDefinitionFiles(['*.yaml'], folder);
  if (problems.length > 0) throw new Error(problems.map(formatDefinitionProblem).join('\n'));
  return candidates.map(({ value, origin }) => definitionOf(value, origin));
}

/** @throws Error with what is wrong with it */
export function definitionOf(value: unknown, origin: string): DatasetDefinition {
  const parsed = parseDefinition(value, origin);
  if (parsed.ok) return parsed.definition;
  throw new Error(parsed.problems.map(formatDefinitionProblem).join('\n'));
}
