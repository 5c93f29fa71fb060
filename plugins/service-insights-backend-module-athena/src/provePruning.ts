import { EngineError, type EngineStatement } from 'backstage-plugin-service-insights-node';
import { z } from 'zod';

const bound = z.object({ value: z.string().optional(), bound: z.string() });

/** What `EXPLAIN (TYPE IO, FORMAT JSON)` says, as far as it is used. */
const ioPlanSchema = z.object({
  inputTableColumnInfos: z.array(
    z.object({
      table: z.object({ schemaTable: z.object({ schema: z.string(), table: z.string() }) }),
      constraint: z
        .object({
          columnConstraints: z
            .array(
              z.object({
                columnName: z.string(),
                domain: z.object({
                  nullsAllowed: z.boolean().optional(),
                  ranges: z.array(z.object({ low: bound, high: bound })),
                }),
              }),
            )
            .default([]),
        })
        .optional(),
    }),
  ),
});

/**
 * Proves from the engine's own plan that a statement reads the declared tables only, and of each only the declared
 * partitions. An unpruned scan lists every partition rather than none, so the listed values are compared with those
 * asked for.
 *
 * @param plan - the text of `EXPLAIN (TYPE IO, FORMAT JSON)`
 * @throws EngineError of class `definition` with what is not pruned, of class `operator` when the plan has a shape that
 *   is not known
 */
export function provePruning(plan: string, statement: EngineStatement): void {
  const { inputTableColumnInfos } = readPlan(plan);
  for (const { table, constraint } of inputTableColumnInfos) {
    const name = `${table.schemaTable.schema}.${table.schemaTable.table}`.toLowerCase();
    const read = statement.reads.find(({ table: declared }) => {
      const parts = declared.toLowerCase().split('.');
      return parts.slice(-2).join('.') === name;
    });
    if (!read) throw unproved(`it reads a table that is not declared (${name})`);
    const { column, values } = read.partition;
    const ranges = constraint?.columnConstraints.find(
      ({ columnName }) => columnName.toLowerCase() === column.toLowerCase(),
    )?.domain.ranges;
    if (!ranges) throw unproved(`partition column '${column}' of ${name} is not bound`);
    const beyond = ranges.find(
      ({ low, high }) =>
        low.value === undefined ||
        low.value !== high.value ||
        low.bound !== 'EXACTLY' ||
        high.bound !== 'EXACTLY' ||
        !values.includes(low.value),
    );
    if (beyond) throw unproved(`it reads more of ${name} than the days asked for by '${column}'`);
  }
}

function readPlan(plan: string): z.output<typeof ioPlanSchema> {
  try {
    return ioPlanSchema.parse(JSON.parse(plan));
  } catch (error) {
    throw new EngineError(
      {
        class: 'operator',
        code: 'PLAN_UNREADABLE',
        message: "The engine's plan cannot be read: it does not prove what the query would read.",
      },
      error,
    );
  }
}

function unproved(what: string): EngineError {
  return new EngineError({
    class: 'definition',
    code: 'NOT_PRUNED',
    message: `The query is refused before a byte is read: ${what}.`,
  });
}
