import type { EngineErrorClass } from 'backstage-plugin-service-insights-node';

/**
 * What is known about a failed run's execution on its engine. `succeeded`: it has ended well, and its rows could not be
 * read.
 */
export type ExecutionKnown = 'notStarted' | 'mayBeStarted' | 'started' | 'succeeded';

/**
 * What follows a failure. `postpone`: the same attempt, later, as the engine did not execute it. `rest`: the same
 * execution, later, where there is one. `retry`: another attempt. `giveUp`: until planning finds the day due again.
 */
export type AfterFailure =
  | { step: 'postpone' | 'rest'; delayMs: number }
  | { step: 'retry'; attempt: number; delayMs: number }
  | { step: 'giveUp' };

const mostAttempts = 3;

/** So often the rows of an execution are worth another try, before it is made again. */
const mostReads = 4;

const secondMs = 1_000;
const longestDelayMs = 300 * secondMs;

/**
 * Decides by the class of a failure, never by its text. An attempt that may be executing, or whose rows may be had, is
 * not followed by another: both would be paid for. An engine that does not answer is asked for as long as that takes.
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
  const isStarted = execution === 'started' || execution === 'succeeded';
  switch (failed.class) {
    case 'throttled':
      if (execution === 'started') {
        return { step: 'retry', attempt, delayMs: delayAfter(claims + 2) };
      }
      return {
        step: execution === 'notStarted' ? 'postpone' : 'rest',
        delayMs: delayAfter(claims),
      };
    case 'transient':
      if (!isStarted || (execution === 'succeeded' && claims < mostReads)) {
        return { step: 'rest', delayMs: delayAfter(claims) };
      }
      return attempt < mostAttempts
        ? { step: 'retry', attempt: attempt + 1, delayMs: delayAfter(attempt) }
        : { step: 'giveUp' };
    default:
      return { step: 'giveUp' };
  }
}
