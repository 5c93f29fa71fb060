import type { LakeFile } from '../tables/lakeFiles';
import { quoteName, quotePaths, quoteText } from '../sandbox/sqlText';
import { countRejectedLines } from './countRejectedLines';
import { fileColumn, type FileFormat } from './FileFormat';
import { once } from './once';
import { namedGroups } from './namedGroups';

/**
 * One event a line, taken apart by a regular expression that must match the whole line. A line that does not match is
 * malformed; an empty one is nothing. A group that matched nothing is NULL.
 */
export function textFormat(options: { pattern: string; encoding: string }): FileFormat {
  const { names, re2 } = namedGroups(options.pattern);
  // The group around everything tells a line that does not match from one whose groups are empty.
  const groups = `[${['__line', ...names].map(quoteText).join(', ')}]`;
  const match = `regexp_extract(line, ${quoteText(`^(${re2})$`)}, ${groups})`;

  const readLines = (files: readonly LakeFile[], more = '') =>
    `SELECT rtrim(line, chr(13)) AS line, ${fileColumn}
     FROM read_csv(${quotePaths(files.map(file => file.path))}, columns = {'line': 'VARCHAR'}, delim = '', quote = '',
       escape = '', header = false, auto_detect = false, strict_mode = false, ignore_errors = true,
       hive_partitioning = false, encoding = ${quoteText(options.encoding)}, filename = ${quoteText(fileColumn)}${more})`;

  return {
    async describe() {
      return names.map(name => ({ name, type: 'VARCHAR' }));
    },

    async scan(_ask, files, columns) {
      const selected = columns.map(({ name, from, type }) => {
        const text = `nullif(event[${quoteText(from)}], '')`;
        const value = type === 'VARCHAR' ? text : `TRY_CAST(${text} AS ${type})`;
        return `${value} AS ${quoteName(name)}`;
      });
      return `SELECT ${[...selected, fileColumn].join(', ')}
        FROM (SELECT ${once(match)} AS event, ${fileColumn} FROM (${readLines(files)}) WHERE line <> '')
        WHERE event['__line'] <> ''`;
    },

    examine: (ask, files) =>
      countRejectedLines(ask, files, rejects => {
        return `SELECT ${fileColumn} AS file, count(*) FILTER (WHERE line <> '' AND ${match}['__line'] = '') AS malformed
          FROM (${readLines(files, rejects)}) GROUP BY ALL`;
      }),
  };
}
