import { quoteName, quotePaths, quoteText } from '../sandbox/sqlText';
import { described } from './described';
import { fileColumn, type FileFormat } from './FileFormat';

/** Parquet: knows its columns, and holds nothing malformed. */
export const parquetFormat: FileFormat = {
  describe: async (ask, files) =>
    files.length > 0 ? described(ask, `SELECT * FROM ${read(files)}`) : [],

  async scan(ask, files, columns) {
    const held = new Map(
      (await parquetFormat.describe(ask, files)).map(one => [one.name.toLowerCase(), one.type]),
    );
    const selected = columns.map(({ name, from, type }) => {
      const heldType = held.get(from.toLowerCase());
      if (heldType === undefined) return `CAST(NULL AS ${type}) AS ${quoteName(name)}`;
      // A cast that changes nothing would keep filters from reaching the file's statistics.
      const value = heldType === type ? quoteName(from) : `CAST(${quoteName(from)} AS ${type})`;
      return `${value} AS ${quoteName(name)}`;
    });
    const source = read(files, `, filename = ${quoteText(fileColumn)}`);
    return `SELECT ${[...selected, fileColumn].join(', ')} FROM ${source}`;
  },
};

function read(files: readonly { path: string }[], more = ''): string {
  const paths = quotePaths(files.map(file => file.path));
  return `read_parquet(${paths}, union_by_name = true, hive_partitioning = false${more})`;
}
