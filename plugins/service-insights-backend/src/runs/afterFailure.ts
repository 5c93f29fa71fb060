import type { EngineErrorClass } from 'backstage-plugin-service-insights-node';

/** What is known about a failed run's execution on its engine. */
export type ExecutionKnown = 'started' | 'mayBeStarted' | 'notStarted';

/**
 * What follows a failure. `postpone`: the same attempt, later, as the engine did not execute it. `askAgain`: the same,
 * but the engine may execute it and only its answer got lost. `retry`: another attempt. `giveUp`: until planning finds
 * the day due again.
 */
export type AfterFailure =
  | { step: 'postpone'; delayMs: number }
  | { step: 'askAgain'; delayMs: number }
  | { step: 'retry'; attempt: number; delayMs: number }
  | { step: 'giveUp' };

const mostAttempts = 3;
const mostAsks = 8;
const secondMs = 1_000;
const longestDelayMs = 300 * secondMs;

/**
 * Decides by the class of a failure, never by its text. An attempt that may be executing is never followed by another:
 * both would be paid for.
 *
 * @param failed - `claims`: how often the run was claimed, its first time included
 * @param random - from 0 to 1, so that replicas and runs do not come back all at once
 */
export function afterFailure(
  failed: { class: EngineErrorClass; attempt: number; claims: number; execution: ExecutionKnown },
  random: number,
): AfterFailure {
  const { attempt, claims, execution } = failed;
  const delayAfter = (times: number) =>
    Math.round(Math.min(2 * secondMs * 3 ** (times - 1), longestDelayMs) * (0.5 + random / 2));
  switch (failed.class) {
    case 'throttled':
      if (execution === 'started')
        return { step: 'retry', attempt, delayMs: delayAfter(claims + 2) };
      return {
        step: execution === 'mayBeStarted' ? 'askAgain' : 'postpone',
        delayMs: delayAfter(claims),
      };
    case 'transient':
      if (execution !== 'started') {
        return claims < mostAsks
          ? { step: 'askAgain', delayMs: delayAfter(claims) }
          : { step: 'giveUp' };
      }
      return attempt < mostAttempts
        ? { step: 'retry', attempt: attempt + 1, delayMs: delayAfter(attempt) }
        : { step: 'giveUp' };
    default:
      return { step: 'giveUp' };
  }
}
