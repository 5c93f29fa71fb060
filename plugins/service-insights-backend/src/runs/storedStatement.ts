import type { EngineStatement } from 'backstage-plugin-service-insights-node';
import { z } from 'zod';

const parameter = z.discriminatedUnion('type', [
  z.object({ type: z.literal('varchar'), value: z.string() }),
  z.object({ type: z.literal('bigint'), value: z.string().transform(BigInt) }),
  z.object({ type: z.literal('double'), value: z.string().transform(Number) }),
  z.object({ type: z.literal('boolean'), value: z.string().transform(text => text === 'true') }),
  z.object({ type: z.literal('date'), value: z.string() }),
  z.object({ type: z.literal('timestamp'), value: z.string() }),
]);

const statement: z.ZodType<EngineStatement> = z.object({
  sql: z.string(),
  parameters: z.array(parameter),
  reads: z.array(
    z.object({
      table: z.string(),
      partition: z.object({ column: z.string(), values: z.array(z.string()) }),
    }),
  ),
});

/** A statement as the ledger keeps it. */
export function storeStatement({ sql, parameters, reads }: EngineStatement): string {
  const values = parameters.map(({ type, value }) => ({ type, value: String(value) }));
  return JSON.stringify({ sql, parameters: values, reads });
}

/** A statement from the ledger, to the letter as it was put there. */
export function restoreStatement(stored: string): EngineStatement {
  return statement.parse(JSON.parse(stored));
}
