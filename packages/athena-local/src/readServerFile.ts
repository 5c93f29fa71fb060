import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { AthenaLocalOptions } from './AthenaLocalOptions';
import { tableDeclarations } from './lake/tableDeclarations';

const workgroup = z.strictObject({
  state: z.enum(['ENABLED', 'DISABLED']).optional(),
  outputLocation: z.string().startsWith('s3://').optional(),
  enforceConfiguration: z.boolean().optional(),
  bytesScannedCutoffPerQuery: z.int().min(10_000_000).optional(),
  managedResults: z.boolean().optional(),
});

const serverFile = z.strictObject({
  directory: z.string().min(1),
  // Checked here for its messages, and handed on as it was written.
  tables: tableDeclarations,
  workgroups: z.record(z.string(), workgroup).optional(),
  injectedPartitions: z.record(z.string(), z.array(z.string())).optional(),
});

/**
 * The options that a file of YAML declares. Its `directory` is relative to the file.
 *
 * @throws Error that names every wrong key by its path
 */
export async function readServerFile(path: string): Promise<AthenaLocalOptions> {
  const content: unknown = parse(await readFile(path, 'utf8'));
  const checked = serverFile.safeParse(content);
  if (!checked.success) {
    throw new Error(`${path} is not valid:\n${z.prettifyError(checked.error)}`);
  }
  const { directory, ...rest } = checked.data;
  return { ...rest, directory: resolve(dirname(path), directory) };
}
