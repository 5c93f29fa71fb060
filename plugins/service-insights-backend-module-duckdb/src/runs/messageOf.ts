import { isError } from '@backstage/errors';

/** What an error says. Errors of native modules need not be instances of this realm's Error. */
export function messageOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}
