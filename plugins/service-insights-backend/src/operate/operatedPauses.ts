import type { OperatedPause } from 'backstage-plugin-service-insights-common';
import { everything } from '../budget/Budget';
import type { Pause } from '../budget/PauseStore';

/** The pauses that hold, as operators are told. @param isStopped - whether the configuration says that nothing starts */
export function operatedPauses(pauses: readonly Pause[], isStopped: boolean): OperatedPause[] {
  const bySwitch: OperatedPause = {
    dataset: null,
    reason: 'serviceInsights.paused is set',
    by: 'configuration',
    since: null,
    until: null,
  };
  return [...(isStopped ? [bySwitch] : []), ...pauses.map(operatedPause)];
}

function operatedPause({ target, reason, by, sinceMs, untilMs }: Pause): OperatedPause {
  return {
    dataset: target === everything ? null : target,
    reason,
    by,
    since: new Date(sinceMs).toISOString(),
    until: untilMs === undefined ? null : new Date(untilMs).toISOString(),
  };
}
