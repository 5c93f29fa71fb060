import { EngineError } from 'backstage-plugin-service-insights-node';
import { setTimeout as sleep } from 'node:timers/promises';

const attempts = 6;
const firstWaitMs = 200;

/**
 * Calls again what may be called again: reading a page costs nothing and changes nothing, so a result is read on from
 * where it broke.
 *
 * @throws the last error, or the first that calling again cannot mend
 */
export async function withRetries<T>(
  call: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const mendable =
        error instanceof EngineError &&
        (error.class === 'transient' || error.class === 'throttled') &&
        error.code !== 'RESULTS_GONE';
      if (!mendable || attempt === attempts) throw error;
      const waitMs = firstWaitMs * 2 ** (attempt - 1);
      await sleep(waitMs * (0.5 + Math.random() / 2), undefined, { signal });
    }
  }
}
