import { tableOptions } from 'backstage-plugin-service-insights-backend-module-duckdb';
import { z } from 'zod';

type Declaration = z.input<typeof tableOptions>;

/**
 * Tables as they are declared: `database.table` → files and format, as for the DuckDB engine of service insights.
 *
 * @public
 */
export type TableDeclarations = Readonly<Record<string, Declaration>>;

/** Checks declarations, and leaves them as they were written. */
export const tableDeclarations = z.record(
  z.string().regex(/^[A-Za-z_]\w*\.[A-Za-z_]\w*$/, { error: 'a table is named database.table' }),
  z.custom<Declaration>().superRefine((value, context) => {
    for (const { path, message } of tableOptions.safeParse(value).error?.issues ?? []) {
      context.addIssue({ code: 'custom', path, message });
    }
  }),
);
