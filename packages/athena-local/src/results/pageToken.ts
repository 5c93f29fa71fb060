import { createHash } from 'node:crypto';

/** An opaque token of about a hundred characters that leads to one row of one query's result. */
export function encodePageToken(queryExecutionId: string, offset: number): string {
  const payload = Buffer.from(JSON.stringify([offset, seal(queryExecutionId, offset)]));
  return payload.toString('base64');
}

/** The row a token leads to; nothing for a token that was not given out for this query. */
export function decodePageToken(queryExecutionId: string, token: string): number | undefined {
  const match = /^\[(\d+),"([0-9a-f]{64})"\]$/.exec(Buffer.from(token, 'base64').toString());
  if (!match) return undefined;
  const offset = Number(match[1]);
  return match[2] === seal(queryExecutionId, offset) ? offset : undefined;
}

function seal(queryExecutionId: string, offset: number): string {
  return createHash('sha256').update(`${queryExecutionId} ${offset}`).digest('hex');
}
