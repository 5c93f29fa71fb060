import type { Column } from '../config/tableOptions';
import type { LakeFile } from '../tables/lakeFiles';
import { quoteName, quotePaths, quoteText } from '../sandbox/sqlText';
import { countRejectedLines } from './countRejectedLines';
import { csvHeader } from './csvHeader';
import { fileColumn, type FileFormat } from './FileFormat';

/** How a CSV file is written. */
export type CsvOptions = {
  delimiter: string;
  /** Empty for none. */
  quote: string;
  /** The columns of a file without a header, in order. */
  names?: readonly string[];
  skipLines: number;
  nullText: readonly string[];
  encoding: 'utf-8' | 'latin-1';
};

/**
 * Delimited text. A line with too few or too many fields, with a quote that never ends, or that is not in the encoding
 * is malformed. A field that does not fit its column's type is NULL, as in Athena's readers.
 */
export function csvFormat(options: CsvOptions): FileFormat {
  const headers = new Map<string, readonly string[]>();

  const headerOf = async (file: LakeFile): Promise<readonly string[]> => {
    const known = options.names ?? headers.get(file.fingerprint);
    if (known) return known;
    const header = await csvHeader(file.path, options);
    headers.set(file.fingerprint, header);
    return header;
  };

  /** Files are read together where their headers are alike; one without a line holds nothing. */
  const grouped = async (files: readonly LakeFile[]) => {
    const groups = new Map<string, { names: readonly string[]; files: LakeFile[] }>();
    for (const file of files) {
      const names = await headerOf(file);
      const key = JSON.stringify(names);
      if (names.length > 0)
        (groups.get(key) ?? add(groups, key, { names, files: [] })).files.push(file);
    }
    return [...groups.values()];
  };

  const read = (files: readonly LakeFile[], names: readonly string[], more = '') => {
    const columns = names.map(name => `${quoteText(name)}: 'VARCHAR'`).join(', ');
    return `read_csv(${quotePaths(files.map(file => file.path))}, columns = {${columns}}, auto_detect = false,
      delim = ${quoteText(options.delimiter)}, quote = ${quoteText(options.quote)}, escape = ${quoteText(options.quote)},
      header = ${options.names === undefined}, skip = ${options.skipLines}, ignore_errors = true,
      nullstr = [${options.nullText.map(quoteText).join(', ')}], encoding = ${quoteText(options.encoding)},
      hive_partitioning = false, filename = ${quoteText(fileColumn)}${more})`;
  };

  return {
    async describe(_ask, files) {
      const names = new Map<string, string>();
      for (const group of await grouped(files)) {
        for (const name of group.names)
          names.set(name.toLowerCase(), names.get(name.toLowerCase()) ?? name);
      }
      return [...names.values()].map(name => ({ name, type: 'VARCHAR' }));
    },

    async scan(_ask, files, columns) {
      const scans = (await grouped(files)).map(
        group =>
          `SELECT ${[...columns.map(column => selected(column, group.names)), fileColumn].join(', ')}
           FROM ${read(group.files, group.names)}`,
      );
      if (scans.length > 0) return scans.join(' UNION ALL ');
      const nothing = columns.map(column => selected(column, []));
      return `SELECT ${[...nothing, `'' AS ${fileColumn}`].join(', ')} WHERE false`;
    },

    async examine(ask, files) {
      const healths = new Map();
      for (const group of await grouped(files)) {
        const found = await countRejectedLines(ask, group.files, rejects => {
          const everyColumn = group.names.map(name => `count(${quoteName(name)})`).join(' + ');
          return `SELECT ${fileColumn} AS file, 0 * (${everyColumn}) AS malformed
            FROM ${read(group.files, group.names, rejects)} GROUP BY ALL`;
        });
        for (const [path, health] of found) healths.set(path, health);
      }
      return healths;
    },
  };
}

function selected({ name, from, type }: Column, held: readonly string[]): string {
  const heldName = held.find(one => one.toLowerCase() === from.toLowerCase());
  if (heldName === undefined) return `CAST(NULL AS ${type}) AS ${quoteName(name)}`;
  const value =
    type === 'VARCHAR' ? quoteName(heldName) : `TRY_CAST(${quoteName(heldName)} AS ${type})`;
  return `${value} AS ${quoteName(name)}`;
}

function add<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  return value;
}
