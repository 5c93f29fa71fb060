import type { Execution } from '../executions/Execution';
import { userError } from '../executions/QueryFailed';
import type { Lake } from '../lake/Lake';
import type { QueryPlan } from '../lake/QueryPlan';
import type { TableScan } from '../lake/TableScan';
import type { Cell } from '../results/QueryResult';
import { bindExecutionParameters } from './bindExecutionParameters';
import { checkInjectedPartitions } from './checkInjectedPartitions';
import { withoutLeadingComments } from './classifyStatement';
import { explainStatement, type ExplainStatement } from './explainStatement';
import { failureOf } from './failureOf';
import { ioPlan } from './ioPlan';
import { showStatement } from './showStatement';
import { translateQuery } from './translateQuery';

/** What plans need to know of the lake. */
export type PlanContext = {
  lake: Lake;
  /** Injected partition columns by table. */
  injectedPartitions: Readonly<Record<string, readonly string[]>>;
};

/**
 * Understands a statement, as Athena does when it starts to run it.
 *
 * @throws QueryFailed with what is wrong with it
 */
export async function planExecution(
  { input, kind }: Execution,
  context: PlanContext,
): Promise<QueryPlan> {
  const sql = withoutLeadingComments(input.QueryString).replace(/;\s*$/, '');
  const database = input.QueryExecutionContext?.Database ?? 'default';
  if (kind.type === 'UTILITY') {
    return printed('string', () => showStatement(sql, { lake: context.lake, database }));
  }
  if (kind.subtype === 'EXPLAIN') {
    const explain = explainStatement(sql);
    if (explain) return explainPlan(explain, { ...context, database });
  }
  if (kind.subtype !== 'SELECT') {
    throw userError(
      1200,
      `NOT_SUPPORTED: athena-local runs queries, EXPLAIN (TYPE IO, FORMAT JSON), EXPLAIN (TYPE VALIDATE), SHOW TABLES and SHOW PARTITIONS, but not this ${kind.subtype.replaceAll('_', ' ')}`,
    );
  }
  const bound = bindExecutionParameters(sql, input.ExecutionParameters ?? []);
  return queryPlan(bound, { ...context, database });
}

async function queryPlan(
  sql: string,
  context: PlanContext & { database: string },
): Promise<QueryPlan> {
  const { query, scans, bytes } = await plannedScans(sql, context);
  return {
    bytes: scans.length > 0 ? bytes.reduce((sum, one) => sum + one, 0) : undefined,
    run: signal => mapped(() => context.lake.run(query.sql, query.views, scans, signal)),
  };
}

async function explainPlan(
  { type, query }: ExplainStatement,
  context: PlanContext & { database: string },
): Promise<QueryPlan> {
  const bound = bindExecutionParameters(query, []);
  const { scans, bytes } = await plannedScans(bound, context);
  if (type === 'VALIDATE') {
    return {
      bytes: undefined,
      run: async () => ({
        columns: [{ name: 'Valid', type: 'boolean', precision: 0, scale: 0 }],
        rows: [['true']],
      }),
    };
  }
  const text = ioPlan(scans.map((scan, i) => ({ scan, bytes: bytes[i] })));
  // A row for each line: the result is a text file.
  return printed('varchar', async () => ({
    name: 'Query Plan',
    rows: text.split('\n').map(line => [line]),
  }));
}

async function plannedScans(sql: string, context: PlanContext & { database: string }) {
  const { lake, database, injectedPartitions } = context;
  return mapped(async () => {
    const query = translateQuery(sql, { tables: lake.tables, database });
    const scans: TableScan[] = await lake.scans(query.sql, query.views);
    checkInjectedPartitions(scans, injectedPartitions);
    const bytes: number[] = [];
    for (const scan of scans) bytes.push(await lake.bytesOf(scan));
    return { query, scans, bytes };
  });
}

/** A statement that only tells something, in one column. */
async function printed(
  type: 'string' | 'varchar',
  tell: () => Promise<{ name: string; rows: Cell[][] }>,
): Promise<QueryPlan> {
  const { name, rows } = await tell();
  const precision = type === 'varchar' ? 2147483647 : 0;
  return {
    bytes: undefined,
    run: async () => ({ columns: [{ name, type, precision, scale: 0 }], rows }),
  };
}

async function mapped<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failureOf(error);
  }
}
