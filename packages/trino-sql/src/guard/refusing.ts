import { SqlRefused } from '../SqlRefused';

/** Runs a check; whatever it throws, a stack overflow among it, refuses the statement. */
export function refusing<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof SqlRefused) throw error;
    throw new SqlRefused('the statement', 'it could not be understood');
  }
}
