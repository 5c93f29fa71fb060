import type { Column } from '../config/tableOptions';
import { quoteName, quotePaths, quoteText } from '../sandbox/sqlText';
import { fileColumn, type FileFormat } from './FileFormat';
import { jsonColumns, jsonFields } from './jsonColumns';

/** A JSON object a line. A line that is anything else is malformed; an empty one is nothing. */
export const jsonLinesFormat: FileFormat = {
  describe: async (ask, files) => (files.length > 0 ? jsonFields(ask, readObjects(files)) : []),

  async scan(_ask, files, columns, { clean }) {
    // Reading straight into columns is twice as fast, but makes rows of NULLs out of malformed lines.
    return clean ? readColumns(files, columns) : jsonColumns(columns, readObjects(files));
  },

  async examine(ask, files) {
    const rows = await ask(
      `SELECT ${fileColumn} AS file, count(*) AS malformed FROM (${readObjects(files)})
       WHERE json IS NULL OR json_type(json) <> 'OBJECT' GROUP BY ALL`,
    );
    return new Map(rows.map(row => [String(row.file), { malformedEvents: Number(row.malformed) }]));
  },
};

function readObjects(files: readonly { path: string }[]): string {
  return `SELECT json, ${fileColumn} FROM read_json_objects(${options(files)}, filename = ${quoteText(fileColumn)})`;
}

function readColumns(files: readonly { path: string }[], columns: readonly Column[]): string {
  const types = new Map(columns.map(({ from, type }) => [from, type]));
  const read = [...types].map(([from, type]) => `${quoteText(from)}: ${quoteText(type)}`);
  const selected = columns.map(({ name, from }) => `${quoteName(from)} AS ${quoteName(name)}`);
  return [
    `SELECT ${[...selected, fileColumn].join(', ')} FROM`,
    `read_json(${options(files)}, filename = ${quoteText(fileColumn)}, columns = {${read.join(', ')}})`,
  ].join(' ');
}

function options(files: readonly { path: string }[]): string {
  const paths = quotePaths(files.map(file => file.path));
  return `${paths}, format = 'newline_delimited', ignore_errors = true, hive_partitioning = false`;
}
