import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { toDuckDb } from 'service-insights-trino-sql';
import { z } from 'zod';
import { comparable } from '../../packages/trino-sql/src/__testUtils__/comparable';
import { openDuckDb } from '../../packages/trino-sql/src/__testUtils__/openDuckDb';
import { inLanes } from './inLanes';
import { KnownDifferences } from './KnownDifferences';
import type { Report } from './Report';
import { createEvents } from './createEvents';
import { TrinoError, type TrinoClient, type TrinoValue } from './TrinoClient';

const statementSchema = z.object({
  sql: z.string(),
  rows: z.array(z.array(z.json())).optional(),
  error: z.string().optional(),
});
type Statement = z.output<typeof statementSchema>;

/** What an engine made of a statement. */
type Answer = { rows: readonly (readonly TrinoValue[])[] } | { error: string };

const own = join(__dirname, '../../packages/trino-sql/corpus');
/** Some of the recorded statements say where their table is. */
const schema = 'memory.main';

/**
 * The package's own statements: Trino answers what is recorded, and DuckDB the same or nothing.
 */
export async function checkOwnCorpus(client: TrinoClient, report: Report): Promise<void> {
  const files = (await readdir(own)).filter(file => file.endsWith('.jsonl')).sort();
  const statements = (await Promise.all(files.map(file => readStatements(join(own, file))))).flat();
  await check(statements, { client, report, recorded: true });
}

/**
 * The statements in `trino-corpus` of REAL_DATA_DIR. What is recorded there is another version's answer, so only today's
 * two are compared.
 */
export async function checkRecordedCorpus(client: TrinoClient, report: Report): Promise<void> {
  const folder = join(process.env.REAL_DATA_DIR ?? '', 'trino-corpus');
  if (!process.env.REAL_DATA_DIR || !existsSync(folder)) {
    report.note('Left out: the recorded corpus (REAL_DATA_DIR names no folder that holds it)');
    return;
  }
  const statements = [
    ...(await readStatements(join(folder, 'queries.jsonl'))),
    ...(await readStatements(join(folder, 'probes.jsonl'))),
  ];
  const events = join(folder, 'events.json');
  await check(statements, { client, report, recorded: false, events });
}

async function readStatements(file: string): Promise<Statement[]> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  return lines.map(line => statementSchema.parse(JSON.parse(line)));
}

async function check(
  statements: readonly Statement[],
  options: { client: TrinoClient; report: Report; recorded: boolean; events?: string },
): Promise<void> {
  const { client, report } = options;
  const connection = await openDuckDb();
  const known = await KnownDifferences.read();
  try {
    if (options.events) await createEvents(options.events, { client, connection, schema });
    const answers = await inLanes(statements, ({ sql }) => askTrino(client, sql));
    const counts = { same: 0, 'refused by DuckDB': 0, 'failing on both': 0 };
    for (const [i, statement] of statements.entries()) {
      const trino = answers[i];
      const duckDb = await askDuckDb(connection, statement.sql);
      const outcome = compare(statement.sql, trino, duckDb);
      const reason =
        'rows' in trino && 'rows' in duckDb
          ? known.reasonFor(statement.sql, trino.rows, duckDb.rows)
          : undefined;
      const stale = options.recorded ? staleness(statement, trino) : undefined;
      if (stale) report.fail(stale);
      else if (outcome !== 'different') {
        counts[outcome] += 1;
        report.pass();
      } else if (reason) report.note(`differs: ${statement.sql}\n  because ${reason}`);
      else report.fail(`${statement.sql}\n  Trino  ${textOf(trino)}\n  DuckDB ${textOf(duckDb)}`);
    }
    const summary = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
    report.note(`${statements.length} statements: ${summary.join(', ')}`);
  } finally {
    connection.closeSync();
  }
}

function compare(sql: string, trino: Answer, duckDb: Answer) {
  if ('error' in duckDb) return 'error' in trino ? 'failing on both' : 'refused by DuckDB';
  if ('error' in trino) return 'different';
  return sameRows(sql, trino.rows, duckDb.rows) ? 'same' : 'different';
}

/** What a corpus says is Trino's answer must be its answer. */
function staleness({ sql, rows, error }: Statement, trino: Answer): string | undefined {
  const got = 'error' in trino ? trino.error : '';
  const isRight =
    (rows === undefined || ('rows' in trino && sameRows(sql, trino.rows, rows))) &&
    (error === undefined || got.startsWith(`${error}:`));
  if (isRight) return undefined;
  return `${sql}\n  Trino    ${textOf(trino)}\n  recorded ${JSON.stringify(rows ?? error)}`;
}

type Rows = readonly (readonly TrinoValue[])[];

function sameRows(sql: string, a: Rows, b: Rows): boolean {
  const isOrdered = /\border by\b/i.test(sql);
  const textsOf = (rows: Rows) => {
    const texts = rows.map(row => JSON.stringify(row));
    return isOrdered ? texts : texts.sort();
  };
  return textsOf(a).join('\n') === textsOf(b).join('\n');
}

async function askTrino(client: TrinoClient, sql: string): Promise<Answer> {
  try {
    return { rows: (await client.query(sql, { schema })).rows };
  } catch (error) {
    if (error instanceof TrinoError) return { error: error.message };
    throw error;
  }
}

/** Refused here, when DuckDB binds it, or by an error when it runs: all is the same, no rows. */
async function askDuckDb(connection: DuckDBConnection, sql: string): Promise<Answer> {
  try {
    const translated = toDuckDb(sql, { table: name => `"${name.split('.').at(-1)}"` });
    const reader = await connection.runAndReadAll(translated);
    return { rows: reader.getRows().map(row => row.map(comparable)) };
  } catch (error) {
    return { error: String(error) };
  }
}

function textOf(answer: Answer): string {
  return 'error' in answer ? answer.error : JSON.stringify(answer.rows);
}
