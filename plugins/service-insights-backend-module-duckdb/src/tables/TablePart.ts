import { toDuckDb } from 'service-insights-trino-sql';
import type { Column, PartOptions } from '../config/tableOptions';
import { fileColumn, type Ask, type FileFormat } from '../formats/FileFormat';
import { formatOf } from '../formats/formatOf';
import { quoteName, quoteText } from '../sandbox/sqlText';
import { FileHealths } from './FileHealths';
import { InferredColumns } from './InferredColumns';
import { lakeFiles, type LakeFile } from './lakeFiles';
import { partitionReader } from './partitionValues';

/** The only values of a partition column that are wanted. */
export type WantedPartition = { column: string; values: ReadonlySet<string> };

/** What there is to read of a part. */
export type PartContent = {
  /** A SELECT of the columns, with those of the partitions; nothing where no file has told the columns yet. */
  select: string | undefined;
  files: readonly LakeFile[];
  malformedEvents: number;
};

/** Files of one format, with their columns and partitions. */
export class TablePart {
  readonly #options: PartOptions;
  readonly #directory: string;
  readonly #format: FileFormat;
  readonly #partitions: ReturnType<typeof partitionReader>;
  readonly #healths: FileHealths;
  readonly #inferred: InferredColumns;

  constructor(directory: string, options: PartOptions) {
    this.#directory = directory;
    this.#options = options;
    this.#format = formatOf(options);
    this.#partitions = partitionReader(options.files, options.partitions);
    this.#healths = new FileHealths(this.#format);
    this.#inferred = new InferredColumns(this.#format);
  }

  /** How a column divides the part: by its files, by an expression over its rows, or not at all. */
  partitionedBy(column: string): 'files' | 'rows' | undefined {
    if (Object.hasOwn(this.#partitions.types, column)) return 'files';
    return Object.hasOwn(this.#options.computed, column) ? 'rows' : undefined;
  }

  files(wanted?: WantedPartition): Promise<LakeFile[]> {
    return lakeFiles({
      directory: this.#directory,
      files: this.#options.files,
      valuesOf: this.#partitions.valuesOf,
      wanted,
    });
  }

  /** A SELECT of no rows, with the columns that {@link content} has. */
  async empty(ask: Ask): Promise<string | undefined> {
    const files = this.#options.columns ? [] : await this.#readable(ask, await this.files());
    return this.#select(ask, await this.#fileColumns(ask, files), [], { clean: true });
  }

  async content(ask: Ask, wanted: WantedPartition | undefined): Promise<PartContent> {
    const files = await this.files(wanted);
    const { malformedEvents, unreadable } = await this.#healths.of(ask, files);
    const readable = files.filter(file => file.bytes > 0 && !unreadable.has(file.path));
    const columns = await this.#fileColumns(ask, readable);
    const select = await this.#select(ask, columns, readable, { clean: malformedEvents === 0 });
    const isCounted = malformedEvents > 0 && (await this.#isCountedWith(ask, select, wanted));
    return { select, files, malformedEvents: isCounted ? malformedEvents : 0 };
  }

  /**
   * A malformed event has no value of a computed partition, and every run reads its file: all of them count with the
   * first value there is, so that each is counted once.
   */
  async #isCountedWith(
    ask: Ask,
    select: string | undefined,
    wanted: WantedPartition | undefined,
  ): Promise<boolean> {
    if (!wanted || !select || this.partitionedBy(wanted.column) !== 'rows') return true;
    const [row] = await ask(
      `SELECT min(CAST(${quoteName(wanted.column)} AS VARCHAR)) AS first FROM (${select})`,
    );
    return typeof row?.first !== 'string' || wanted.values.has(row.first);
  }

  async #readable(ask: Ask, files: readonly LakeFile[]): Promise<LakeFile[]> {
    const { unreadable } = await this.#healths.of(ask, files);
    return files.filter(file => file.bytes > 0 && !unreadable.has(file.path));
  }

  async #select(
    ask: Ask,
    columns: readonly Column[],
    files: readonly LakeFile[],
    options: { clean: boolean },
  ): Promise<string | undefined> {
    if (columns.length === 0) return undefined;
    const scan =
      files.length > 0 ? await this.#format.scan(ask, files, columns, options) : nothing(columns);
    return this.#withComputed(withPartitions(scan, columns, files, this.#partitions.types));
  }

  /** What the files hold, without columns that a partition stands for. */
  async #fileColumns(ask: Ask, files: readonly LakeFile[]): Promise<readonly Column[]> {
    const columns =
      this.#options.columns ??
      (await this.#inferred.of(ask, files, async () => this.#readable(ask, await this.files())));
    const taken = new Set(
      [...Object.keys(this.#partitions.types), ...Object.keys(this.#options.computed)].map(name =>
        name.toLowerCase(),
      ),
    );
    return columns.filter(column => !taken.has(column.name.toLowerCase()));
  }

  #withComputed(select: string): string {
    const computed = Object.entries(this.#options.computed);
    if (computed.length === 0) return select;
    const expressions = computed.map(([name, sql]) => `(${sql}) AS "${name}"`);
    return toDuckDb(`SELECT *, ${expressions.join(', ')} FROM part`, {
      table: () => `(${select})`,
    });
  }
}

function nothing(columns: readonly Column[]): string {
  const nulls = columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoteName(name)}`);
  return `SELECT ${[...nulls, `'' AS ${fileColumn}`].join(', ')} WHERE false`;
}

/** Adds the partition columns: constants where all files have them in common, otherwise by the file of a row. */
function withPartitions(
  scan: string,
  columns: readonly Column[],
  files: readonly LakeFile[],
  types: Readonly<Record<string, 'varchar' | 'date'>>,
): string {
  const names = columns.map(column => quoteName(column.name));
  const values = ({ partition }: Pick<LakeFile, 'partition'>) =>
    Object.entries(types).map(([name, type]) => partitionValue(partition[name] ?? null, type));
  const tuples = new Set(files.map(file => values(file).join(', ')));
  if (tuples.size <= 1) {
    const constants = values(files[0] ?? { partition: {} });
    const partitions = Object.keys(types).map((name, i) => `${constants[i]} AS ${quoteName(name)}`);
    return `SELECT ${[...names, ...partitions].join(', ')} FROM (${scan})`;
  }
  const partitions = Object.keys(types).map(quoteName);
  const rows = files.map(file => `(${[quoteText(file.path), ...values(file)].join(', ')})`);
  return `SELECT ${[...names, ...partitions].join(', ')} FROM (${scan})
    JOIN (VALUES ${rows.join(', ')}) AS partitions (${[fileColumn, ...partitions].join(', ')}) USING (${fileColumn})`;
}

function partitionValue(value: string | null, type: 'varchar' | 'date'): string {
  return `CAST(${value === null ? 'NULL' : quoteText(value)} AS ${type})`;
}
