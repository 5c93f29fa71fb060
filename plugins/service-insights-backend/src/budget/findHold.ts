import { admit } from './admit';
import { everything, type Budget } from './Budget';
import { limitedBudgets, type BudgetLimit } from './BudgetLimits';
import type { Refusal } from './BudgetStore';
import type { Pause } from './PauseStore';

/** What keeps runs from starting, as the database and the configuration say it now. */
export type StartSituation = {
  /** Whether the configuration says that nothing starts. */
  isStopped: boolean;
  pauses: readonly Pause[];
  budgets: readonly Budget[];
  refusals: readonly Refusal[];
};

/**
 * Why no run of a source starts. `inFlight`: the money that is left is set aside for runs that have not ended yet.
 * `untilMs`: when it ends by itself, if that is known.
 */
export type Hold =
  | { because: 'paused'; untilMs: number | undefined }
  | { because: 'usedUp'; untilMs: number | undefined }
  | { because: 'inFlight' };

/**
 * Finds out whether runs of a source are kept from starting. Nothing of this is stored: it ends by itself when a pause
 * or a month ends, a limit is raised, or runs end.
 */
export function findHold(
  { datasetId, source }: { datasetId: string; source: string },
  limits: readonly BudgetLimit[],
  situation: StartSituation,
): Hold | undefined {
  if (situation.isStopped) return { because: 'paused', untilMs: undefined };
  const ends = situation.pauses
    .filter(({ target }) => target === everything || target === datasetId)
    .map(({ untilMs }) => untilMs ?? Infinity);
  if (ends.length > 0) {
    const end = Math.max(...ends);
    return { because: 'paused', untilMs: end === Infinity ? undefined : end };
  }
  const refusal = situation.refusals.find(
    refused => refused.datasetId === datasetId && refused.source === source,
  );
  if (refusal === undefined) return undefined;
  const admission = admit(limitedBudgets(limits, situation.budgets), refusal.estimateNanoUsd);
  if (admission.admitted) return undefined;
  return admission.because === 'usedUp'
    ? { because: 'usedUp', untilMs: admission.resumesAtMs }
    : { because: 'inFlight' };
}
