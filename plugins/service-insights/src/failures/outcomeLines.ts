import type { Point } from 'backstage-plugin-service-insights-common';
import type { ChartLine } from '../charts/chartRows';
import type { Words } from '../translation/useWords';
import type { FailureOutcome } from './FailureOutcome';

/** The outcomes that are failures, each a line of its own: they are never summed silently. */
export function outcomeLines({ t }: Words): (ChartLine & { key: FailureOutcome })[] {
  return [
    {
      key: 'caller_fault',
      label: t('outcome.caller_fault'),
      color: 'var(--si-caller-fault)',
      width: 2,
      dash: '6 4',
    },
    {
      key: 'throttled',
      label: t('outcome.throttled'),
      color: 'var(--si-throttled)',
      width: 2,
      dash: '2 3',
    },
    {
      key: 'service_fault',
      label: t('outcome.service_fault'),
      color: 'var(--si-service-fault)',
      width: 2.5,
    },
  ];
}

/** The part of a day's calls that a number of them is; null where the day has none. */
export function shareOfCalls(count: number | null, { calls }: Point): number | null {
  return count === null || calls === null || calls === 0 ? null : count / calls;
}
