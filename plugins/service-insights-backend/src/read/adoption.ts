import {
  addDays,
  eachDay,
  type Day,
  type InsightData,
  type Period,
} from 'backstage-plugin-service-insights-common';
import { dayGrainOf } from './buckets';
import { customerLifecycle, type CustomerLifecycle } from './customerLifecycle';
import { comparedFigure, lifecycleFigure, lifecycleOf } from './figures';
import type { InsightContext } from './InsightContext';
import { series } from './series';
import { compareText } from './usage';

type Named = Omit<InsightData['adoption'], 'subject'>;

/** The adoption insight before its customers have names: they are known by their interned ids. */
export type UnnamedAdoption = Omit<Named, 'newest' | 'goneQuiet'> & {
  newest: { id: number; firstDay: Day; calls: number }[];
  goneQuiet: { id: number; previousCalls: number }[];
};

/** Who: the customers of the period against those of the period directly before. */
export function adoption(context: InsightContext): UnnamedAdoption {
  const lifecycle = lifecycleOf(context);
  return {
    activeCustomers: comparedFigure(context, 'activeCustomers'),
    newCustomers: comparedFigure(context, 'newCustomers'),
    returningCustomers: lifecycleFigure('returningCustomers', lifecycle),
    resurrectedCustomers: lifecycleFigure('resurrectedCustomers', lifecycle),
    dormantCustomers: lifecycleFigure('dormantCustomers', lifecycle),
    stickiness: comparedFigure(context, 'stickiness'),
    quickRatio: lifecycleFigure('quickRatio', lifecycle),
    topCustomerShare: comparedFigure(context, 'topCustomerShare'),
    identity: lifecycle
      ? {
          active: context.current.active().size,
          previousActive: context.preceding.active().size,
          new: lifecycle.new.length,
          resurrected: lifecycle.resurrected.length,
          dormant: lifecycle.dormant.length,
        }
      : null,
    lifecycle: lifecycle ? weeklyLifecycle(context) : [],
    grain: dayGrainOf(context.current.period, context.grain),
    series: series(context, dayGrainOf(context.current.period, context.grain)),
    newest: lifecycle && context.mayName ? newest(context, lifecycle) : [],
    goneQuiet: lifecycle && context.mayName ? goneQuiet(context, lifecycle) : [],
  };
}

/** Puts the names in. A customer whose key is gone is left out. */
export function nameCustomers(
  unnamed: UnnamedAdoption,
  nameOf: ReadonlyMap<number, string>,
): Named {
  const named = <T extends { id: number }>(customers: T[]) =>
    customers.flatMap(({ id, ...rest }) => {
      const customer = nameOf.get(id);
      return customer === undefined ? [] : [{ customer, ...rest }];
    });
  return {
    ...unnamed,
    newest: named(unnamed.newest).sort(
      (a, b) =>
        compareText(b.firstDay, a.firstDay) ||
        b.calls - a.calls ||
        compareText(a.customer, b.customer),
    ),
    goneQuiet: named(unnamed.goneQuiet).sort(
      (a, b) => b.previousCalls - a.previousCalls || compareText(a.customer, b.customer),
    ),
  };
}

function newest(context: InsightContext, lifecycle: CustomerLifecycle) {
  const calls = context.current.callsByCustomer();
  return lifecycle.new
    .map(id => ({
      id,
      firstDay: context.firstSeen.get(id) ?? context.current.period.from,
      calls: calls.get(id) ?? 0,
    }))
    .sort((a, b) => b.firstDay.localeCompare(a.firstDay) || b.calls - a.calls || a.id - b.id)
    .slice(0, context.limit);
}

function goneQuiet(context: InsightContext, lifecycle: CustomerLifecycle) {
  const calls = context.preceding.callsByCustomer();
  return lifecycle.dormant
    .map(id => ({ id, previousCalls: calls.get(id) ?? 0 }))
    .sort((a, b) => b.previousCalls - a.previousCalls || a.id - b.id)
    .slice(0, context.limit);
}

/** The whole weeks of the period, counted back from its end; a week that a missing day would falsify is left out. */
function weeklyLifecycle(context: InsightContext): Named['lifecycle'] {
  const { current, firstSeen } = context;
  const weeks: Named['lifecycle'] = [];
  for (let to = current.period.to; addDays(to, -6) >= current.period.from; to = addDays(to, -7)) {
    const week = { from: addDays(to, -6), to };
    const weekBefore = { from: addDays(to, -13), to: addDays(to, -7) };
    if (!isWhole(context, week) || !isWhole(context, weekBefore)) continue;
    const active = activeIn(context, week);
    const { new: fresh, ...rest } = customerLifecycle(
      week,
      active,
      activeIn(context, weekBefore),
      firstSeen,
    );
    weeks.unshift({
      ...week,
      active: active.size,
      new: fresh.length,
      returning: rest.returning.length,
      resurrected: rest.resurrected.length,
      dormant: rest.dormant.length,
    });
  }
  return weeks;
}

function activeIn({ current, preceding }: InsightContext, part: Period): Set<number> {
  return new Set([...preceding.activeWithin(part), ...current.activeWithin(part)]);
}

/** Whether every day is there that history has. */
function isWhole({ current, preceding, historyStart }: InsightContext, part: Period): boolean {
  const counted = new Set([...preceding.countedDays, ...current.countedDays]);
  return eachDay(part.from, part.to).every(day => day < historyStart || counted.has(day));
}
