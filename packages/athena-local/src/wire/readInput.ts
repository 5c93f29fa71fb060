import type { z } from 'zod';
import { invalidRequest, serializationException } from './exceptions';

type Issue = z.core.$ZodIssue;

/**
 * Reads an operation's input as Athena's framework does: wrong JSON types first (SerializationException), then all
 * violated constraints in one InvalidRequestException.
 *
 * @internal
 */
export function readInput<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues;
  for (const issue of issues) {
    if (issue.code === 'invalid_type' && issue.input !== undefined) {
      throw serializationException(
        `${jsonToken(issue.input)} can not be converted to ${javaType(issue.expected)}`,
      );
    }
  }
  const violations = issues.map(violation);
  const count = violations.length;
  throw invalidRequest(
    'INVALID_INPUT',
    `${count} validation error${count === 1 ? '' : 's'} detected: ${violations.join('; ')}`,
  );
}

function violation(issue: Issue): string {
  const name = memberName(issue.path);
  if (issue.code === 'invalid_type') {
    return `Value null at '${name}' failed to satisfy constraint: Member must not be null`;
  }
  return `Value ${shownValue(issue)}at '${name}' failed to satisfy constraint: ${constraint(issue)}`;
}

function constraint(issue: Issue): string {
  switch (issue.code) {
    case 'too_small':
      return `Member must have ${issue.origin === 'number' || issue.origin === 'int' ? 'value' : 'length'} greater than or equal to ${issue.minimum}`;
    case 'too_big':
      return `Member must have ${issue.origin === 'number' || issue.origin === 'int' ? 'value' : 'length'} less than or equal to ${issue.maximum}`;
    case 'invalid_format':
      return `Member must satisfy regular expression pattern: ${(issue.pattern ?? '').replace(/^\/\^|\$\/$/g, '')}`;
    default:
      return 'Member must satisfy its constraints';
  }
}

/** Athena keeps tokens and queries out of its messages. */
function shownValue(issue: Issue): string {
  const hidden = /^(clientRequestToken|queryString|executionParameters)/.test(
    memberName(issue.path),
  );
  const printable = typeof issue.input === 'string' || typeof issue.input === 'number';
  return hidden || !printable ? '' : `'${issue.input}' `;
}

function memberName(path: readonly PropertyKey[]): string {
  return path
    .map((part, i) =>
      typeof part === 'number'
        ? `.${part + 1}.member`
        : `${i === 0 ? '' : '.'}${String(part).charAt(0).toLowerCase()}${String(part).slice(1)}`,
    )
    .join('');
}

function jsonToken(value: unknown): string {
  if (typeof value === 'string') return 'STRING_VALUE';
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT';
}

function javaType(expected: string): string {
  switch (expected) {
    case 'number':
    case 'int':
      return 'an Integer';
    case 'array':
      return 'a List';
    case 'object':
      return 'an Object';
    default:
      return `a ${expected.charAt(0).toUpperCase()}${expected.slice(1)}`;
  }
}
