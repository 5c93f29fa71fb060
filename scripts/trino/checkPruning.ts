import type { EngineStatement } from 'backstage-plugin-service-insights-node';
import { bindParameters, encodeLiteral } from 'service-insights-trino-sql';
import { provePruning } from '../../plugins/service-insights-backend-module-athena/src/provePruning';
import { compileRollup } from '../../plugins/service-insights-backend/src/plan/compileRollup';
import { inLanes } from './inLanes';
import { hive, unasked, type Lake } from './openLake';
import type { Report } from './Report';
import type { SampleTable } from './SampleTable';
import type { TrinoClient } from './TrinoClient';

/**
 * The proof that a statement reads only the partitions it says, on plans of a real server: it accepts what is compiled,
 * and refuses the same statement when it would read more.
 */
export async function checkPruning(lake: Lake, client: TrinoClient, report: Report): Promise<void> {
  const plans = lake.tables.flatMap(table =>
    table.definitions.flatMap(definition => {
      // The last day: days before it are there to be read in vain.
      const day = table.days[table.days.length - 1];
      const statement = compileRollup(definition, { table: table.name }, day);
      const what = `pruning of ${definition.id} (${table.name})`;
      return variantsOf(statement, table).map(variant => ({ what, statement, ...variant }));
    }),
  );
  await inLanes(plans, async ({ what, statement, variant, sql, isPruned }) => {
    try {
      const explain = `EXPLAIN (TYPE IO, FORMAT JSON) ${sql}`;
      const { rows } = await client.query(explain, { schema: hive });
      const refusal = refusalOf(String(rows[0][0]), statement);
      if ((refusal === undefined) === isPruned) report.pass();
      else report.fail(`${what}, ${variant}: ${refusal ?? 'is accepted'}`);
    } catch (error) {
      report.fail(`${what}, ${variant}: ${error instanceof Error ? error.message : error}`);
    }
  });
}

type Variant = { variant: string; sql: string; isPruned: boolean };

function variantsOf(statement: EngineStatement, table: SampleTable): Variant[] {
  const sql = bindParameters(statement.sql, statement.parameters);
  const { column, type } = table.partition;
  const bound = new RegExp(`"${column}" IN \\(([^)]*)\\)`);
  const [predicate, listed] = bound.exec(sql) ?? [];
  if (predicate === undefined) throw new Error(`no predicate on ${column} in ${sql}`);
  const more = encodeLiteral({ type, value: unasked(table) });
  const other = table.columns[0].name;
  const changed = (variant: string, to: string) => ({
    variant,
    sql: sql.replace(bound, () => to),
    isPruned: false,
  });
  return [
    { variant: 'as compiled', sql, isPruned: true },
    changed('with its time alone', 'TRUE'),
    changed('with an OR', `(${predicate} OR "${other}" IS NOT NULL)`),
    changed('with a day more', `"${column}" IN (${listed}, ${more})`),
    changed('with a range', `"${column}" >= ${more}`),
    {
      variant: 'without a predicate',
      sql: sql.replace(/ {2}WHERE "[^]*?< TIMESTAMP '[^']*'/, '  WHERE TRUE'),
      isPruned: false,
    },
  ];
}

function refusalOf(plan: string, statement: EngineStatement): string | undefined {
  try {
    provePruning(plan, statement);
    return undefined;
  } catch (error) {
    return String(error);
  }
}
