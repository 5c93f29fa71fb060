import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(__dirname, '../..');

/** The programs of the children, as JavaScript that starts in a moment. */
export type Programs = { replica: string; lake: string };

/** Bundles what children run, so that a thousand of them need not be transpiled at each start. */
export async function bundle(): Promise<Programs> {
  const outdir = join(root, 'node_modules/.cache/service-insights/survival', String(process.pid));
  await mkdir(outdir, { recursive: true });
  await build({
    entryPoints: {
      replica: join(__dirname, 'replica/main.ts'),
      lake: join(__dirname, 'lakeServer.ts'),
    },
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Those look for files of their own beside them, or are binaries.
    external: ['knex', 'pg', 'better-sqlite3', '@duckdb/node-api', '@backstage/*', 'express'],
    logLevel: 'warning',
  });
  return { replica: join(outdir, 'replica.cjs'), lake: join(outdir, 'lake.cjs') };
}
