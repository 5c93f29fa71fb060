import type { Knex } from 'knex';
import type { NamedPoints } from './NamedPoints';
import { sabotaged } from './sabotaged';
import type { Sabotage } from './orders';

/**
 * Stands between knex and PostgreSQL: every statement of a transaction passes a point before it is sent and one after it
 * was answered, and a sabotaged replica's statements are rewritten.
 */
export function hookStatements(
  knex: Knex,
  points: NamedPoints,
  sabotage: Sabotage | undefined,
): void {
  const inTransaction = new WeakSet<object>();
  const { prototype } = knex.client.driver.Client;
  const query = prototype.query;
  prototype.query = function hooked(this: object, ...args: unknown[]): unknown {
    const [given, ...rest] = args;
    const text = textOf(given);
    if (text === undefined) return Reflect.apply(query, this, args);
    const verb = text.trim().slice(0, 5).toUpperCase();
    if (verb === 'BEGIN') inTransaction.add(this);
    const isWatched = inTransaction.has(this);
    if (verb === 'COMMI' || verb === 'ROLLB') inTransaction.delete(this);
    const point = `sql ${nameOf(text)}`;
    if (isWatched) points.pass(`before ${point}`);
    const answered = rest.map(each =>
      typeof each === 'function' && isWatched
        ? (error: unknown, result: unknown) => {
            if (!error) points.pass(`after ${point}`);
            each(error, result);
          }
        : each,
    );
    return Reflect.apply(query, this, [withText(given, sabotaged(text, sabotage)), ...answered]);
  };
}

function textOf(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  if (typeof given !== 'object' || given === null || !('text' in given)) return undefined;
  return typeof given.text === 'string' ? given.text : undefined;
}

function withText(given: unknown, text: string): unknown {
  return typeof given === 'object' ? { ...given, text } : text;
}

/** The shape of a statement: rows of a bulk insert and the numbers of parameters make no other one. */
function nameOf(text: string): string {
  return text
    .replace(/\$\d+/g, '?')
    .replace(/(\((\?|DEFAULT)(, (\?|DEFAULT))*\))(, \((\?|DEFAULT)(, (\?|DEFAULT))*\))+/g, '$1')
    .replace(/["\s;]+/g, ' ')
    .trim()
    .slice(0, 160);
}
