import type { Outcome } from 'backstage-plugin-service-insights-common';
import { pick } from './Population';
import type { Random } from './random';
import type { OperationProfile } from './ServiceProfile';

/** How a call ended, as a log writes it. */
export type Ending = { outcome: Outcome; error: string | undefined; httpStatus: number };

const ok: Ending = { outcome: 'ok', error: undefined, httpStatus: 200 };

/** What a caller is told that calls too much. */
export const throttled: Ending = {
  outcome: 'throttled',
  error: 'ThrottlingException',
  httpStatus: 429,
};

const serviceFaults = [
  { share: 0.5, error: 'InternalError', httpStatus: 500 },
  { share: 0.3, error: 'TimeoutException', httpStatus: 504 },
  { share: 0.2, error: 'DependencyUnavailable', httpStatus: 503 },
];

const callerFaults = [
  { share: 0.45, error: 'ValidationException', httpStatus: 400 },
  { share: 0.3, error: 'NotFound', httpStatus: 404 },
  { share: 0.15, error: 'Conflict', httpStatus: 409 },
  { share: 0.1, error: 'AccessDenied', httpStatus: 403 },
];

const throttledShare = 0.0005;

/**
 * Draws how a call of an operation ends.
 *
 * @param failing - a deployment that breaks the operation at this place and time
 */
export function outcomeOf(
  operation: OperationProfile,
  failing: { share: number; error: string } | undefined,
  random: Random,
): Ending {
  if (failing !== undefined && random.next() < failing.share) {
    return { outcome: 'service_fault', error: failing.error, httpStatus: 503 };
  }
  const draw = random.next();
  if (draw < operation.serviceFaults) {
    const { error, httpStatus } = pick(serviceFaults, random);
    return { outcome: 'service_fault', error, httpStatus };
  }
  if (draw < operation.serviceFaults + operation.callerFaults) {
    const { error, httpStatus } = pick(callerFaults, random);
    return { outcome: 'caller_fault', error, httpStatus };
  }
  return draw > 1 - throttledShare ? throttled : ok;
}
