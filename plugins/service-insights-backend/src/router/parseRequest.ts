import { InputError } from '@backstage/errors';
import type { z } from 'zod';

const lists = new Set(['region', 'operation']);
const numbers = new Set(['limit', 'offset']);

/**
 * Checks the parameters of a URL: lists are separated by commas, and each parameter is given once.
 *
 * @throws InputError that names each parameter and what is allowed
 */
export function parseQuery<T extends z.ZodObject>(
  schema: T,
  query: Record<string, unknown>,
): z.output<T> {
  const allowed = Object.keys(schema.shape);
  const problems: string[] = [];
  const input: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query)) {
    if (!allowed.includes(name)) {
      problems.push(`${name}: is not a parameter; allowed are ${allowed.join(', ')}`);
    } else if (typeof value !== 'string') {
      problems.push(`${name}: must be given once`);
    } else {
      input[name] = valueOf(name, value);
    }
  }
  if (problems.length > 0) throw new InputError(problems.join('; '));
  return parse(schema, input);
}

/**
 * Checks the body of a request.
 *
 * @throws InputError that names the path in the body and what is allowed
 */
export function parseBody<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  return parse(schema, body);
}

function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new InputError(parsed.error.issues.map(describe).join('; '));
}

function describe(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.');
  const prefix = path === '' ? '' : `${path}: `;
  return issue.code === 'unrecognized_keys'
    ? `${prefix}has no ${issue.keys.join(', ')}`
    : `${prefix}${issue.message}`;
}

function valueOf(name: string, value: string): unknown {
  if (lists.has(name)) return value.split(',');
  if (numbers.has(name)) return /^\d+$/.test(value) ? Number(value) : value;
  return value;
}
