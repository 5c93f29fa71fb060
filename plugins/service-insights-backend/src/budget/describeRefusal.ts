import type { EngineFailure } from 'backstage-plugin-service-insights-node';
import type { Admission } from './admit';
import { everything, type LimitedBudget } from './Budget';
import { toUsd } from './nanoUsd';

/** Why a run did not get its money. */
type RefusedReservation =
  Extract<Admission, { admitted: false }> | { admitted: false; because: 'paused' };

/** Says in words for operators why a run may not start now. */
export function describeRefusal(refused: RefusedReservation): EngineFailure {
  switch (refused.because) {
    case 'paused':
      return { class: 'operator', code: 'paused', message: 'Refreshing is paused' };
    case 'inFlight':
      return {
        class: 'budget',
        code: 'budget-in-flight',
        message: 'The rest of a budget is set aside for runs in flight',
      };
    default:
      return { class: 'budget', code: 'budget-used-up', message: describeBudget(refused.budget) };
  }
}

function describeBudget({ scope, span, limitNanoUsd, spentNanoUsd }: LimitedBudget): string {
  const whose = scope === everything ? 'The budget' : `The budget of ${scope}`;
  const [spent, limit] = [spentNanoUsd, limitNanoUsd].map(nanoUsd => toUsd(nanoUsd).toFixed(2));
  return `${whose} for ${span} does not pay for another run: ${spent} of ${limit} USD are spent`;
}
