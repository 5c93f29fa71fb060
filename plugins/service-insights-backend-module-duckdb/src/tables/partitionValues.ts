import type { PartitionOptions } from '../config/tableOptions';

/** What a file's path says about its partitions: column → value, `null` where the path says nothing. */
export type PartitionValues = Readonly<Record<string, string | null>>;

const hiveNull = '__HIVE_DEFAULT_PARTITION__';

/**
 * Makes the function that reads partition values from paths.
 *
 * @param files - the globs of the files: a segment `day=*` makes `day` a partition without being declared
 * @returns the columns with their types, and the values for a path relative to the engine's folder
 */
export function partitionReader(
  files: readonly string[],
  declared: Readonly<Record<string, PartitionOptions>>,
): { types: Record<string, 'varchar' | 'date'>; valuesOf(path: string): PartitionValues } {
  const partitions: Record<string, PartitionOptions> = { ...hivePartitions(files), ...declared };
  const readers = Object.entries(partitions).map(
    ([column, options]) => [column, valueReader(column, options)] as const,
  );
  return {
    types: Object.fromEntries(Object.entries(partitions).map(([name, { type }]) => [name, type])),
    valuesOf: path => Object.fromEntries(readers.map(([column, read]) => [column, read(path)])),
  };
}

function hivePartitions(files: readonly string[]): Record<string, PartitionOptions> {
  const segments = files.flatMap(glob => glob.split('/').slice(0, -1));
  return Object.fromEntries(
    segments.flatMap(segment => {
      const name = /^([A-Za-z_]\w*)=/.exec(segment)?.[1];
      return name ? [[name, { kind: 'hive', type: 'varchar' } as const]] : [];
    }),
  );
}

function valueReader(column: string, options: PartitionOptions): (path: string) => string | null {
  if (options.kind === 'hive') {
    const prefix = `${column.toLowerCase()}=`;
    return path => {
      const segment = path.split('/').find(one => one.toLowerCase().startsWith(prefix));
      const value = segment && decode(segment.slice(prefix.length));
      return value === undefined || value === hiveNull ? null : value;
    };
  }
  const pattern = new RegExp(options.path);
  const normalise = options.format ? dayReader(options.format) : (text: string) => text;
  return path => {
    const text = pattern.exec(path)?.[1];
    return text === undefined ? null : normalise(text);
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Reads a day written as the format says, and gives it as `YYYY-MM-DD`. */
function dayReader(format: string): (text: string) => string | null {
  const parts: Record<string, string> = {
    '%Y': '(?<year>\\d{4})',
    '%m': '(?<month>\\d{2})',
    '%d': '(?<day>\\d{2})',
  };
  const seen = new Set<string>();
  const source = format.replace(/%.|[^%]/g, token => {
    if (!(token in parts)) {
      return /^%[HMS]$/.test(token) ? '\\d{2}' : token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    }
    if (seen.has(token)) return '\\d+';
    seen.add(token);
    return parts[token];
  });
  const pattern = new RegExp(`^${source}$`);
  return text => {
    const groups = pattern.exec(text)?.groups;
    return groups ? `${groups.year}-${groups.month}-${groups.day}` : null;
  };
}
