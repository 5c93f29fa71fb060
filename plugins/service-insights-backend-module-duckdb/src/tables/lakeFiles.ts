import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import glob from 'fast-glob';
import pLimit from 'p-limit';
import type { PartitionValues } from './partitionValues';

/** A file of a table as it is now. */
export type LakeFile = {
  /** Absolute path. */
  path: string;
  bytes: number;
  /** Differs when the file's content may differ. */
  fingerprint: string;
  partition: PartitionValues;
};

const statsAtOnce = 32;

/**
 * The files that match the globs and whose partition is wanted, sorted by path. Links are not followed: they could lead
 * out of the folder. A file that vanishes in the meantime is left out.
 *
 * @param options - `wanted`: for a partition column the only values that are wanted; a column that the path does not
 *   tell is not pruned by
 */
export async function lakeFiles(options: {
  directory: string;
  files: readonly string[];
  valuesOf(path: string): PartitionValues;
  wanted?: { column: string; values: ReadonlySet<string> };
}): Promise<LakeFile[]> {
  const { directory, wanted, valuesOf } = options;
  const paths = await glob(narrow(options.files, wanted), {
    cwd: directory,
    onlyFiles: true,
    followSymbolicLinks: false,
    unique: true,
  });
  const chosen = paths
    .sort()
    .map(path => ({ path, partition: valuesOf(path) }))
    .filter(({ partition }) => isWanted(partition, wanted));
  const limit = pLimit(statsAtOnce);
  const files = await Promise.all(
    chosen.map(({ path, partition }) => limit(() => look(join(directory, path), partition))),
  );
  return files.flatMap(file => file ?? []);
}

function isWanted(
  partition: PartitionValues,
  wanted: { column: string; values: ReadonlySet<string> } | undefined,
): boolean {
  if (!wanted || !Object.hasOwn(partition, wanted.column)) return true;
  const value = partition[wanted.column];
  return value !== null && wanted.values.has(value);
}

async function look(path: string, partition: PartitionValues): Promise<LakeFile | undefined> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { path, bytes: size, fingerprint: `${path}\0${size}\0${mtimeMs}`, partition };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Spares the listing of other days' folders where the glob has the partition as a segment of its own. */
function narrow(
  files: readonly string[],
  wanted: { column: string; values: ReadonlySet<string> } | undefined,
): string[] {
  if (!wanted || wanted.values.size > 16 || ![...wanted.values].every(v => /^[\w.-]+$/.test(v))) {
    return [...files];
  }
  return files.flatMap(file =>
    file.includes(`${wanted.column}=*/`) && !file.startsWith('!')
      ? [...wanted.values].map(value =>
          file.replace(`${wanted.column}=*/`, `${wanted.column}=${value}/`),
        )
      : [file],
  );
}
