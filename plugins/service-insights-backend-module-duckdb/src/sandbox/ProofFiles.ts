import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { quoteName, quotePaths, quoteText } from './sqlText';

const count = 16;

/**
 * Empty files that stand for partitions a statement has not declared. When DuckDB's plan reads none of them, the
 * statement is bound to its partitions: nothing but a filter on the partition column can rule a file out.
 */
export class ProofFiles {
  readonly directory: string;
  readonly #paths: readonly string[];

  static async create(): Promise<ProofFiles> {
    const directory = await realpath(await mkdtemp(join(tmpdir(), 'service-insights-proof-')));
    const paths = Array.from({ length: count }, (_, index) => join(directory, `${index}.txt`));
    await Promise.all(paths.map(path => writeFile(path, '')));
    return new ProofFiles(directory, paths);
  }

  private constructor(directory: string, paths: readonly string[]) {
    this.directory = directory;
    this.#paths = paths;
  }

  /**
   * A SELECT with the columns of a table, whose partitions are all undeclared.
   *
   * @param declared - the values that the statement declares
   */
  select(
    columns: readonly { name: string; type: string }[],
    partition: string,
    declared: readonly string[],
  ): string {
    const type = columns.find(column => column.name === partition)?.type ?? 'VARCHAR';
    const values = undeclaredValues(declared).slice(0, count);
    const paths = this.#paths.slice(0, values.length);
    const entries = paths.map((path, i) => `${quoteText(path)}: ${literal(values[i], type)}`);
    // DuckDB rules files out by filters on the column that it calls filename. Other values come from the (empty) file, so that the optimizer can conclude nothing from them.
    const selected = columns.map(column => {
      const value =
        column.name === partition
          ? `MAP {${entries.join(', ')}}[filename]`
          : `TRY_CAST(line AS ${column.type})`;
      return `${value} AS ${quoteName(column.name)}`;
    });
    return `SELECT ${selected.join(', ')} FROM read_csv(${quotePaths(paths)}, columns = {'line': 'VARCHAR'},
      delim = '', quote = '', escape = '', header = false, auto_detect = false, hive_partitioning = false, filename = true)`;
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}

type PlanNode = {
  name: string;
  extra_info?: { 'Scanning Files'?: string };
  children?: PlanNode[];
};

const planNode: z.ZodType<PlanNode> = z.object({
  name: z.string(),
  extra_info: z.object({ 'Scanning Files': z.string().optional() }).optional(),
  children: z.array(z.lazy(() => planNode)).optional(),
});

/**
 * Whether a plan reads none of the proof files.
 *
 * @param plan - what `EXPLAIN (FORMAT json)` says
 */
export function readsNothing(plan: string): boolean {
  const node = z.union([planNode, z.array(planNode)]).parse(JSON.parse(plan));
  return [node].flat().every(nothingRead);
}

function nothingRead({ name, extra_info: info, children }: PlanNode): boolean {
  // Without a filter that rules files out the plan does not say how many it reads.
  if (name.trim() === 'READ_CSV' && !info?.['Scanning Files']?.startsWith('0/')) return false;
  return (children ?? []).every(nothingRead);
}

function literal(value: string, type: string): string {
  return type === 'DATE' ? `DATE ${quoteText(value)}` : quoteText(value);
}

/** Values next to the declared ones and far from them, written alike. */
function undeclaredValues(declared: readonly string[]): string[] {
  const sorted = [...declared].sort();
  const ends = [...new Set([sorted[0], sorted[sorted.length - 1], sorted[sorted.length >> 1]])];
  const found = new Set<string>();
  for (const value of ends.filter(one => one !== undefined)) {
    for (const days of [-1, 1, -7, 31, -366, 4_000]) found.add(shifted(value, days));
  }
  for (const value of declared) found.delete(value);
  return found.size > 0 ? [...found] : ['0001-01-01'];
}

/** The same text with another day in it; a text without a day gets another end. */
function shifted(value: string, days: number): string {
  const match = /(\d{4})([^\d]*)(\d{2})([^\d]*)(\d{2})/.exec(value);
  if (!match) return `${value}${days}`;
  const [text, year, first, month, second, day] = match;
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day)) + days * 86_400_000;
  if (Number.isNaN(time)) return `${value}${days}`;
  const [newYear, newMonth, newDay] = new Date(time).toISOString().slice(0, 10).split('-');
  return value.replace(text, `${newYear}${first}${newMonth}${second}${newDay}`);
}
