import type { Execution } from '../executions/Execution';

/** Where the result file of a query lies in S3; nowhere when Athena manages results. */
export function resultObject({
  id,
  kind,
  destination,
}: Execution): { bucket: string; key: string } | undefined {
  if (destination.kind === 'managed') return undefined;
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(destination.location) ?? [];
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  const extension = kind.type === 'DML' && kind.subtype !== 'EXPLAIN' ? 'csv' : 'txt';
  return { bucket, key: `${folder}${id}.${extension}` };
}
