import type { LakeFile } from '../tables/lakeFiles';
import type { Ask, FileHealth } from './FileFormat';

const lines = 'rejected_lines';
const scans = 'rejected_scans';

/**
 * Counts the lines that DuckDB's CSV reader rejects, and those that the query itself counts.
 *
 * @param query - given the options that make the reader keep what it rejects, a SELECT of `file` and `malformed` that
 *   looks at every column: what is not looked at is not decoded, and so not rejected
 */
export async function countRejectedLines(
  ask: Ask,
  files: readonly LakeFile[],
  query: (rejects: string) => string,
): Promise<Map<string, FileHealth>> {
  await ask(`DROP TABLE IF EXISTS ${lines}`);
  await ask(`DROP TABLE IF EXISTS ${scans}`);
  const rejects = `, store_rejects = true, rejects_table = '${lines}', rejects_scan = '${scans}', rejects_limit = 0`;
  const counted = await ask(query(rejects));
  const rejected = await ask(
    `SELECT s.file_path AS file, count(DISTINCT r.line) AS malformed
     FROM ${lines} r JOIN ${scans} s USING (scan_id, file_id) GROUP BY ALL`,
  );
  const totals = new Map(files.map(file => [file.path, { malformedEvents: 0 }]));
  for (const row of [...counted, ...rejected]) {
    const total = totals.get(String(row.file));
    if (total) total.malformedEvents += Number(row.malformed);
  }
  return totals;
}
