import type { EngineErrorClass } from 'backstage-plugin-service-insights-node';

/**
 * What follows a failure. `postpone`: the same attempt, later, as the engine did not execute it. `retry`: another
 * attempt. `giveUp`: until planning finds the day due again.
 */
export type AfterFailure =
  | { step: 'postpone'; delayMs: number }
  | { step: 'retry'; attempt: number; delayMs: number }
  | { step: 'giveUp' };

const mostAttempts = 3;
const secondMs = 1_000;
const longestDelayMs = 300 * secondMs;

/**
 * Decides by the class of a failure, never by its text.
 *
 * @param failed - `claims`: how often the run was claimed, its first time included
 * @param random - from 0 to 1, so that replicas and runs do not come back all at once
 */
export function afterFailure(
  failed: { class: EngineErrorClass; attempt: number; claims: number; wasStarted: boolean },
  random: number,
): AfterFailure {
  const { attempt, claims, wasStarted } = failed;
  const delayAfter = (times: number) =>
    Math.min(2 * secondMs * 3 ** (times - 1), longestDelayMs) * (0.5 + random / 2);
  switch (failed.class) {
    case 'throttled':
      return wasStarted
        ? { step: 'retry', attempt, delayMs: Math.round(delayAfter(claims + 2)) }
        : { step: 'postpone', delayMs: Math.round(delayAfter(claims)) };
    case 'transient':
      return attempt < mostAttempts
        ? { step: 'retry', attempt: attempt + 1, delayMs: Math.round(delayAfter(attempt)) }
        : { step: 'giveUp' };
    default:
      return { step: 'giveUp' };
  }
}
