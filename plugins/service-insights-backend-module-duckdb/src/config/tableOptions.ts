import { guardExpression, toDuckDb } from 'service-insights-trino-sql';
import { z } from 'zod';
import { duckDbType } from '../tables/duckDbType';
import { namedGroups } from '../formats/namedGroups';

const columnName = z.string().regex(/^[A-Za-z_]\w*$/, {
  error:
    'a column is named in letters, digits and underscores; another name in the file goes into { type, from }',
});

const trinoType = z.string().transform((text, context) => {
  try {
    return duckDbType(text);
  } catch (error) {
    context.addIssue(
      `must be a Trino type as varchar, bigint or row(a varchar, b array(bigint)): ${error instanceof Error ? error.message : error}`,
    );
    return z.NEVER;
  }
});

const columns = z
  .record(
    columnName,
    z.union([trinoType, z.strictObject({ type: trinoType, from: z.string().min(1).optional() })], {
      error: issue => columnProblem(issue.input),
    }),
  )
  .refine(all => Object.keys(all).length > 0, { error: 'must name at least one column' })
  .transform(all =>
    Object.entries(all).map(([name, column]) =>
      typeof column === 'string'
        ? { name, from: name, type: column }
        : { name, from: column.from ?? name, type: column.type },
    ),
  );

function columnProblem(input: unknown): string {
  const text = typeof input === 'object' && input !== null && 'type' in input ? input.type : input;
  const parsed = trinoType.safeParse(text);
  return parsed.success
    ? 'must be a Trino type, or { type, from? }'
    : (parsed.error.issues[0]?.message ?? 'must be a Trino type, or { type, from? }');
}

const partitionType = z
  .enum(['varchar', 'date'], { error: 'must be varchar or date' })
  .default('varchar');

const partition = z.union(
  [
    z.literal('hive').transform(() => ({ kind: 'hive' as const, type: 'varchar' as const })),
    z
      .strictObject({
        path: z
          .string()
          .refine(hasOneGroup, {
            error:
              'must be a regular expression with one group, which is matched against the relative path',
          })
          .optional(),
        format: z
          .string()
          .refine(text => ['%Y', '%m', '%d'].every(part => text.includes(part)), {
            error: "must hold %Y, %m and %d, as '%Y%m%d'",
          })
          .optional(),
        type: partitionType,
      })
      .refine(({ path, format }) => path !== undefined || format === undefined, {
        path: ['format'],
        error: 'needs a path',
      })
      .transform(({ path, format, type }) =>
        path === undefined
          ? { kind: 'hive' as const, type }
          : { kind: 'path' as const, path, format, type },
      ),
  ],
  {
    error:
      "must be hive, { type: varchar | date }, or { path: '<regex with one group>', format?, type? }",
  },
);

function hasOneGroup(pattern: string): boolean {
  try {
    // An alternative that always matches shows how many groups there are.
    return new RegExp(`${pattern}|`).exec('')?.length === 2;
  } catch {
    return false;
  }
}

const files = z
  .union([z.string(), z.array(z.string()).min(1)], {
    error: 'must be a path or glob, or a list of them',
  })
  .transform(value => (typeof value === 'string' ? [value] : value))
  .refine(
    all =>
      all.every(
        path =>
          path.trim() !== '' &&
          !/^([/\\]|[A-Za-z]:)/.test(path) &&
          !path
            .replace(/^!/, '')
            .split(/[/\\{},]/)
            .includes('..'),
      ),
    { error: "must be relative to 'directory' and stay inside it" },
  );

function guard(expression: string, context: z.RefinementCtx): void {
  try {
    guardExpression(expression);
    toDuckDb(`SELECT (${expression}) AS value FROM part`, { table: name => name });
  } catch (error) {
    context.addIssue(error instanceof Error ? error.message : String(error));
  }
}

const shared = {
  files,
  columns: columns.optional(),
  partitions: z.record(columnName, partition).default({}),
  computed: z.record(columnName, z.string().trim().max(8_000).superRefine(guard)).default({}),
};

const encoding = z.enum(['utf-8', 'latin-1']).default('utf-8');

const part = z
  .discriminatedUnion(
    'format',
    [
      z.strictObject({ ...shared, format: z.literal('parquet') }),
      z.strictObject({ ...shared, format: z.literal('jsonl') }),
      z.strictObject({
        ...shared,
        format: z.literal('json'),
        records: z.string().min(1).optional(),
      }),
      z.strictObject({
        ...shared,
        format: z.literal('csv'),
        delimiter: z.string().min(1).max(4).default(','),
        quote: z
          .union([z.literal('none').transform(() => ''), z.string().length(1)], {
            error: "must be one character, or 'none'",
          })
          .default('"'),
        header: z.boolean().default(true),
        skipLines: z.int().min(0).max(1_000).default(0),
        nullText: z
          .union([z.string(), z.array(z.string()).min(1)])
          .transform(value => (typeof value === 'string' ? [value] : value))
          .default(['']),
        encoding,
      }),
      z.strictObject({
        ...shared,
        format: z.literal('text'),
        pattern: z.string().superRefine((pattern, context) => {
          const problem = namedGroups(pattern).problem;
          if (problem) context.addIssue(problem);
        }),
        encoding,
      }),
    ],
    { error: 'format must be parquet, jsonl, json, csv or text' },
  )
  .superRefine((value, context) => {
    if (value.format === 'csv' && !value.header && !value.columns) {
      context.addIssue({
        code: 'custom',
        path: ['columns'],
        message: 'must name every column in the order of the file when header is false',
      });
    }
    for (const name of Object.keys(value.computed)) {
      if (name in value.partitions) {
        context.addIssue({
          code: 'custom',
          path: ['computed', name],
          message: 'is a partition already',
        });
      }
    }
  });

const parts = z.strictObject({ parts: z.array(part).min(1) });

/** One table of the engine: some files of one format, or several such parts, united by the names of their columns. */
export const tableOptions = z
  .custom<z.input<typeof part> | z.input<typeof parts>>(
    value => typeof value === 'object' && value !== null && !Array.isArray(value),
    { error: 'must be { files, format, … } or { parts: [{ files, format, … }, …] }' },
  )
  .transform((value, context): { parts: z.output<typeof part>[] } => {
    const checked =
      'parts' in value
        ? parts.safeParse(value)
        : part.transform(one => ({ parts: [one] })).safeParse(value);
    if (checked.success) return checked.data;
    for (const { path, message } of checked.error.issues) {
      context.addIssue({ code: 'custom', path, message });
    }
    return z.NEVER;
  });

/** Files of one format, as a table or a part of it. */
export type PartOptions = z.output<typeof part>;

/** How a partition column's value is found. */
export type PartitionOptions = z.output<typeof partition>;

/** A column of a table: its name, what the file calls it, and its DuckDB type. */
export type Column = z.output<typeof columns>[number];
