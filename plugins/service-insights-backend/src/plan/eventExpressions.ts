import type { DatasetDefinition, Expression } from 'backstage-plugin-service-insights-common';
import { doubleLiteral } from './doubleLiteral';

/** A customer that is not known: such calls count, and belong to no customer set. */
export const anonymous = "''";

/** When an event happened: a timestamp. */
export function timeOf({ time }: DatasetDefinition): string {
  return time.column === undefined ? fragment(time.sql ?? '') : identifier(time.column);
}

/** A text that is never NULL: '' where the event has none, or the definition binds none. */
export function textOf(expression: Expression | undefined): string {
  if (expression === undefined) return "CAST('' AS varchar)";
  return `coalesce(CAST(${sqlOf(expression)} AS varchar), '')`;
}

/** The customer's key, or nothing when the definition binds none or drops it. */
export function customerOf({ customer }: DatasetDefinition): string | undefined {
  if (customer === undefined || customer.pii === 'drop') return undefined;
  const sql = customer.column === undefined ? fragment(customer.sql ?? '') : customer.column;
  return `coalesce(CAST(${customer.column === undefined ? sql : identifier(sql)} AS varchar), ${anonymous})`;
}

/** How the call ended. What neither a status nor the definition's own expression decides, an error does. */
export function outcomeOf({ outcome, error }: DatasetDefinition): string {
  const undecided =
    error === undefined
      ? "'ok'"
      : `CASE WHEN ${textOf(error)} <> '' THEN 'service_fault' ELSE 'ok' END`;
  if (outcome === undefined) return undecided;
  if ('sql' in outcome) return `coalesce(CAST(${fragment(outcome.sql)} AS varchar), ${undecided})`;
  const status = `TRY_CAST(${sqlOf(outcome.httpStatus)} AS bigint)`;
  return [
    `CASE WHEN ${status} IS NULL THEN ${undecided}`,
    `WHEN ${status} >= 500 THEN 'service_fault'`,
    `WHEN ${status} = 429 THEN 'throttled'`,
    `WHEN ${status} >= 400 THEN 'caller_fault'`,
    "ELSE 'ok' END",
  ].join(' ');
}

const perMs = { ns: 1e6, us: 1e3, ms: 1, s: 1e-3 };

/** How long the call took, in milliseconds as a double, or nothing when the definition binds no duration. */
export function durationMsOf({ duration }: DatasetDefinition): string | undefined {
  if (duration === undefined) return undefined;
  const value = `TRY_CAST(${
    duration.column === undefined ? fragment(duration.sql ?? '') : identifier(duration.column)
  } AS double)`;
  if (duration.unit === 's') return `${value} * ${doubleLiteral(1_000)}`;
  return duration.unit === 'ms' ? value : `${value} / ${doubleLiteral(perMs[duration.unit])}`;
}

/** What makes two deliveries the same event, or nothing when the definition does not say. */
export function dedupeKeysOf({ dedupe }: DatasetDefinition): string[] | undefined {
  if (dedupe === undefined) return undefined;
  return Array.isArray(dedupe) ? dedupe.map(identifier) : [sqlOf(dedupe)];
}

/** A column or an expression as SQL. */
export function sqlOf(expression: Expression): string {
  return typeof expression === 'string' ? identifier(expression) : fragment(expression.sql);
}

/** A column, quoted: names that are words of the language stay names. */
export function identifier(column: string): string {
  return `"${column}"`;
}

/** An author's expression; the line break ends a comment it may end with. */
export function fragment(sql: string): string {
  return `(${sql}\n)`;
}
