import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import { z } from 'zod';
import { tableOptions } from './tableOptions';

const unitBytes: Record<string, number> = {
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

const memorySize = z
  .string()
  .regex(/^\d+(\.\d+)? ?([KMGT]i?B)$/, { error: 'must be a size as 512MB or 1GB' })
  .transform(text => {
    const [, amount, unit] = /^([\d.]+) ?(\w+)$/.exec(text)!;
    return Math.round(Number(amount) * unitBytes[unit]);
  });

const durationMs = z
  .union([z.string(), z.record(z.string(), z.number().nonnegative())], {
    error: "must be a duration as { minutes: 2 }, '2m' or 'PT2M'",
  })
  .transform((duration, context) => {
    try {
      const reader = new ConfigReader({ duration });
      return durationToMilliseconds(readDurationFromConfig(reader, { key: 'duration' }));
    } catch {
      context.addIssue("must be a duration as { minutes: 2 }, '2m' or 'PT2M'");
      return z.NEVER;
    }
  })
  .refine(ms => ms > 0 && ms < 2 ** 31, {
    error: 'must be longer than nothing and at most 24 days',
  });

/**
 * What a DuckDB engine is made of: what stands under `serviceInsights.engines.<name>.duckdb`, and the engine's name.
 *
 * @public
 */
export const engineOptions = z.strictObject({
  name: z.string().trim().min(1),
  directory: z.string().trim().min(1, { error: 'must be the folder that holds the files' }),
  memoryLimit: memorySize.default(1e9),
  concurrency: z.int().min(1).max(64).default(2),
  timeout: durationMs.default(120_000),
  tables: z
    .record(
      z.string().regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*){1,2}$/, {
        error: 'a table is named database.table, in letters, digits and underscores',
      }),
      tableOptions,
    )
    .refine(
      tables =>
        new Set(Object.keys(tables).map(t => t.toLowerCase())).size === Object.keys(tables).length,
      {
        error: 'names of tables must differ in more than their case',
      },
    ),
});

/**
 * Options as they are written.
 *
 * @public
 */
export type DuckDbEngineOptions = z.input<typeof engineOptions>;

/** Options, checked and with their defaults. */
export type CheckedEngineOptions = z.output<typeof engineOptions>;
