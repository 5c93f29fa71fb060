import { z } from 'zod';
import { datasetDefinitionSchema, type DatasetDefinition } from './datasetDefinition';

/**
 * One reason why a definition was refused.
 *
 * @public
 */
export type DefinitionProblem = {
  /** The file, or the module, that holds the definition. */
  origin: string;
  /** Where in the definition, as `time.partition.column`; empty for the whole. */
  path: string;
  /** What is wrong and what is allowed. */
  message: string;
};

/**
 * A definition that was accepted, or all reasons why it was not.
 *
 * @public
 */
export type ParsedDefinition =
  { ok: true; definition: DatasetDefinition } | { ok: false; problems: DefinitionProblem[] };

/**
 * Checks one definition.
 *
 * @param value - what was read from YAML, JSON or TypeScript
 * @param origin - the file or module it came from, for the messages
 * @public
 */
export function parseDefinition(value: unknown, origin: string): ParsedDefinition {
  const kind =
    typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  if (kind !== 'dataset') {
    const message = `must be 'dataset', was ${JSON.stringify(kind) ?? 'missing'}`;
    return { ok: false, problems: [{ origin, path: 'kind', message }] };
  }
  const parsed = datasetDefinitionSchema.safeParse(value);
  if (parsed.success) return { ok: true, definition: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.map(issue => ({
      origin,
      path: z.core.toDotPath(issue.path),
      message: describeIssue(issue),
    })),
  };
}

/**
 * A problem in one line, as `orders.yaml: time.partition: must …`.
 *
 * @public
 */
export function formatDefinitionProblem(problem: DefinitionProblem): string {
  return [problem.origin, problem.path, problem.message].filter(Boolean).join(': ');
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const shape = Object.keys(datasetDefinitionSchema.shape);
    const allowed = issue.path.length === 0 ? `; allowed are ${shape.join(', ')}` : '';
    return `unknown ${issue.keys.map(key => `'${key}'`).join(', ')}${allowed}`;
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return `is required (${issue.expected})`;
  }
  return issue.message;
}
