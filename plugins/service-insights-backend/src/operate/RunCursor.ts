import { InputError } from '@backstage/errors';

/** The last run of a page: the next page begins after it. */
export type RunCursor = { createdAtMs: number; id: string };

/** A cursor as text for a URL. */
export function writeCursor({ createdAtMs, id }: RunCursor): string {
  return Buffer.from(`${createdAtMs} ${id}`).toString('base64url');
}

/**
 * A cursor that {@link writeCursor} wrote.
 *
 * @throws InputError when it did not
 */
export function readCursor(text: string): RunCursor {
  const [, createdAt, id] =
    /^(\d{1,16}) ([0-9a-f-]{36})$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (createdAt === undefined || id === undefined) {
    throw new InputError('cursor: must be the nextCursor of an answer');
  }
  return { createdAtMs: Number(createdAt), id };
}
