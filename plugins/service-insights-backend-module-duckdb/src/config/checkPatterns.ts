import type { DuckDBInstance } from '@duckdb/node-api';
import { InputError } from '@backstage/errors';
import { namedGroups } from '../formats/namedGroups';
import { messageOf } from '../runs/messageOf';
import { quoteText } from '../sandbox/sqlText';
import type { CheckedEngineOptions } from './engineOptions';

/**
 * Lets DuckDB try the patterns of text tables, whose regular expressions are not quite those of JavaScript.
 *
 * @throws InputError that names the path of a pattern
 */
export async function checkPatterns(
  { tables }: CheckedEngineOptions,
  instance: DuckDBInstance,
  path: string,
): Promise<void> {
  const connection = await instance.connect();
  try {
    for (const [table, { parts }] of Object.entries(tables)) {
      for (const [index, part] of parts.entries()) {
        if (part.format !== 'text') continue;
        const place = `${path}.tables['${table}']${parts.length > 1 ? `.parts[${index}]` : ''}.pattern`;
        const { re2 } = namedGroups(part.pattern);
        await connection.run(`SELECT regexp_matches('', ${quoteText(re2)})`).catch(error => {
          const reason = messageOf(error).split('\n')[0];
          throw new InputError(`Invalid configuration at ${place}: ${reason}`);
        });
      }
    }
  } finally {
    connection.closeSync();
  }
}
