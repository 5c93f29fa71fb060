import { statusCodeOf } from '../router/shieldError';

/**
 * An error as the audit log may keep it: the name of its kind. Its words may hold what a caller sent, and what a
 * database or an engine said; those belong into the log.
 */
export function auditableError(error: unknown): Error {
  const isKnown = error instanceof Error && statusCodeOf(error) !== 500;
  const name = isKnown ? error.name : 'InternalServerError';
  const written = new Error(name);
  written.name = name;
  delete written.stack;
  return written;
}
