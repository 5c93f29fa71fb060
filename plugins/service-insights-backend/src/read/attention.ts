import {
  addDays,
  daysFrom,
  metrics,
  type Attention,
} from 'backstage-plugin-service-insights-common';
import { inDirection } from './failureMove';
import { excessCalls, failureShift } from './failureShift';
import { comparedFigure, lifecycleOf } from './figures';
import type { InsightContext } from './InsightContext';
import { usageEnd } from './usageEnd';
import { comparedPeriods } from './why/comparedPeriods';
import { failureCauses, failuresSince } from './why/failureCauses';

/** Usage falls when it is no more than this share of before, on most of the days. */
const fallenShare = 0.75;
const leastFallenDays = 0.6;
/** Fewer than this may leave by chance. */
const leastLeavers = 3;
const concentratedShare = 0.5;
const leastCustomersOfShare = 5;

/** Why a service needs attention, the most urgent first. The rules are those of docs/metrics.md. */
export function attentionOf(context: InsightContext): Attention[] {
  const stopped = usageStopped(context);
  return [
    failuresRising(context),
    stopped,
    stopped ? undefined : usageFalling(context),
    customersLeaving(context),
    concentrated(context),
  ].filter(attention => attention !== undefined);
}

function failuresRising(context: InsightContext): Attention | undefined {
  const periods = comparedPeriods(context);
  if (!periods || !context.definition.outcome) return undefined;
  const [now, before] = [periods.current.total(), periods.previous.total()];
  if (failureShift(now, before) !== 'up') return undefined;
  const cause = inDirection(failureCauses(context), 1);
  return {
    flag: 'failures-rising',
    excessFailedCalls: Math.round(excessCalls(now, before)),
    since: failuresSince(context, cause) ?? null,
  };
}

function usageStopped(context: InsightContext): Attention | undefined {
  const end = usageEnd(context);
  return (
    end && {
      flag: 'usage-stopped',
      lastDay: end.lastDay,
      previousCalls: context.previous?.total().calls ?? 0,
    }
  );
}

function usageFalling(context: InsightContext): Attention | undefined {
  const periods = comparedPeriods(context);
  if (!periods) return undefined;
  const { current, previous } = periods;
  const [calls, previousCalls] = [current.total().calls, previous.total().calls];
  if (calls > fallenShare * previousCalls || previousCalls - calls < metrics.calls.floor) {
    return undefined;
  }
  const shift = daysFrom(current.period.from, previous.period.from);
  const fallen = current.countedDays.filter(
    day =>
      (current.byDay().get(day)?.calls ?? 0) <
      (previous.byDay().get(addDays(day, shift))?.calls ?? 0),
  );
  return fallen.length >= leastFallenDays * current.countedDays.length
    ? { flag: 'usage-falling', calls, previousCalls }
    : undefined;
}

/** The period before is the one directly before, which the lifecycle is about. */
function customersLeaving(context: InsightContext): Attention | undefined {
  const lifecycle = lifecycleOf(context);
  if (!lifecycle || !comparedPeriods(context)) return undefined;
  const dormant = lifecycle.dormant.length;
  const came = lifecycle.new.length + lifecycle.resurrected.length;
  return dormant >= leastLeavers && dormant > came
    ? { flag: 'customers-leaving', dormant, previousActive: context.preceding.active().size }
    : undefined;
}

function concentrated(context: InsightContext): Attention | undefined {
  const share = comparedFigure(context, 'topCustomerShare').value;
  const isMany = context.current.active().size >= leastCustomersOfShare;
  return share !== null && share >= concentratedShare && isMany
    ? { flag: 'concentrated', share }
    : undefined;
}
