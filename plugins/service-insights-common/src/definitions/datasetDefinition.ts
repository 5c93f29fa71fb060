import { z } from 'zod';
import { byteSize } from './byteSize';
import { isoDuration } from './isoDuration';

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** An id: what URLs, tables and files call the thing. */
export const definitionId = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, {
  error: 'must be lower case letters, digits and dashes, starting with a letter (at most 63)',
});

const column = z.string().regex(identifier, {
  error: 'must be a column name (letters, digits and underscores), or { sql: <Trino expression> }',
});

const sqlExpression = z.strictObject({
  sql: z.string().trim().min(1).max(8_000),
});

/** A column by its name, or a Trino SQL expression over the table's columns. */
const expression = z.union([column, sqlExpression], {
  error: 'must be a column name, or { sql: <Trino expression> }',
});

/**
 * A column name, or `{ sql }` with a Trino expression over the table's columns.
 *
 * @public
 */
export type Expression = z.infer<typeof expression>;

const table = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*){1,2}$/, {
  error: 'must be database.table (or catalog.database.table), as the engine knows it',
});

const partition = z.strictObject({
  column,
  format: z
    .string()
    .regex(/^(%Y|%m|%d|[-/_.]|[A-Za-z]+=)+$/, {
      error: "must be a day format of %Y, %m and %d with separators, as '%Y-%m-%d' or '%Y/%m/%d'",
    })
    .refine(text => ['%Y', '%m', '%d'].every(part => text.includes(part)), {
      error: 'must hold %Y, %m and %d: a partition names one day',
    })
    .default('%Y-%m-%d'),
  type: z.enum(['string', 'date']).default('string'),
  lateDays: z.int().min(0).max(7).default(0),
});

const time = z
  .strictObject({
    column: column.optional(),
    sql: sqlExpression.shape.sql.optional(),
    partition,
  })
  .refine(value => (value.column === undefined) !== (value.sql === undefined), {
    error: 'must have exactly one of column and sql: when an event happened, a timestamp in UTC',
  });

const customer = z.union(
  [
    column.transform(name => ({
      column: name,
      sql: undefined,
      noun: 'customers',
      pii: 'keep' as const,
      qualifying: 'not-caller-fault' as const,
    })),
    z
      .strictObject({
        column: column.optional(),
        sql: sqlExpression.shape.sql.optional(),
        noun: z.string().trim().min(1).max(40).default('customers'),
        pii: z.enum(['keep', 'hash', 'drop']).default('keep'),
        qualifying: z.enum(['not-caller-fault', 'any']).default('not-caller-fault'),
      })
      .refine(value => (value.column === undefined) !== (value.sql === undefined), {
        error: 'must have exactly one of column and sql: whoever called',
      }),
  ],
  {
    error:
      'must be a column name, or { column or sql, noun?, pii?: keep | hash | drop, qualifying?: not-caller-fault | any }',
  },
);

const outcome = z.union([z.strictObject({ httpStatus: expression }), sqlExpression], {
  error:
    "must be { httpStatus: <column> }, or { sql: <CASE … that gives 'ok', 'caller_fault', 'service_fault' or 'throttled'> }",
});

const duration = z
  .strictObject({
    column: column.optional(),
    sql: sqlExpression.shape.sql.optional(),
    unit: z.enum(['ns', 'us', 'ms', 's']),
  })
  .refine(value => (value.column === undefined) !== (value.sql === undefined), {
    error: 'must have exactly one of column and sql: how long a call took',
  });

const measureUnit = z.string().trim().min(1).max(20).optional();
const measure = z.union(
  [
    z.strictObject({ count: z.literal(true), unit: measureUnit }),
    z.strictObject({ sum: expression, unit: measureUnit }),
    z.strictObject({ min: expression, unit: measureUnit }),
    z.strictObject({ max: expression, unit: measureUnit }),
  ],
  {
    error:
      'must be { sum | min | max: <column>, unit? } or { count: true }: only additive measures can be kept in a rollup',
  },
);

const name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, {
  error: 'must be lower case letters, digits and underscores, starting with a letter',
});

const onChange = z.union(
  [z.enum(['rebuild', 'keep']), z.strictObject({ patch: z.int().min(1).max(4_000) })],
  {
    error:
      'must be rebuild (all days are read again), keep (none is), or { patch: <number of last days to read again> }',
  },
);

const source = z.strictObject({
  engine: z.string().trim().min(1),
  region: z.string().trim().min(1).optional(),
  table: table.optional(),
});

/**
 * The `dataset` kind: a lake table of events, and which of its columns say when, which service, where, who, what and
 * how it ended. Only `id`, `table`, `time` and `service` are required; every other binding switches on the insights
 * that need it. Unknown keys are errors.
 *
 * @public
 */
export const datasetDefinitionSchema = z.strictObject({
  kind: z.literal('dataset'),
  id: definitionId,
  enabled: z.boolean().default(true),
  title: z.string().trim().min(1).max(120).optional(),
  description: z.string().trim().min(1).max(2_000).optional(),
  owner: z.string().trim().min(1).optional(),
  table,
  time,
  service: expression,
  mapping: z.enum(['annotation', 'name']).default('annotation'),
  region: expression.optional(),
  customer: customer.optional(),
  operation: expression.optional(),
  outcome: outcome.optional(),
  error: expression.optional(),
  duration: duration.optional(),
  request: z.strictObject({ id: expression }).optional(),
  where: sqlExpression.shape.sql.optional(),
  dedupe: z
    .union([expression, z.array(column).min(1).max(8)], {
      error: 'must be a column name, a list of column names, or { sql: <Trino expression> }',
    })
    .optional(),
  dimensions: z
    .record(name, z.strictObject({ sql: sqlExpression.shape.sql.optional() }))
    .default({}),
  measures: z.record(name, measure).default({}),
  sources: z.array(source).min(1).max(32).optional(),
  emptyDay: z.enum(['missing', 'zero']).default('missing'),
  lag: isoDuration.default('PT6H'),
  lookback: z.int().min(0).max(60).default(2),
  history: z.int().min(1).max(4_000).default(400),
  onChange: onChange.default('rebuild'),
  budget: z
    .strictObject({
      bytesPerRun: byteSize.optional(),
      usdPerMonth: z.number().positive().optional(),
    })
    .optional(),
});

/**
 * A dataset's definition, checked and with its defaults filled in.
 *
 * @public
 */
export type DatasetDefinition = z.output<typeof datasetDefinitionSchema>;

/**
 * A dataset's definition as its author writes it.
 *
 * @public
 */
export type DatasetDefinitionInput = z.input<typeof datasetDefinitionSchema>;
