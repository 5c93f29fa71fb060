import type { FailureWhy } from 'backstage-plugin-service-insights-common';
import type { InsightContext } from '../InsightContext';
import { validCalls } from '../Tally';
import { associatedCause, bestCauses } from './associatedCause';
import { comparedPeriods } from './comparedPeriods';
import { customerChanges, failingCustomers, type CustomerChange } from './customerSegments';
import { errorCauses, failureCauses, failuresSince } from './failureCauses';
import { rateChange } from './rateContributions';

/**
 * Why the failure rate changed. Customers are known by their interned ids: see `nameCauses`.
 *
 * @returns null when the two periods cannot be compared
 */
export function failureWhy(context: InsightContext): FailureWhy | null {
  const rate = rateChange(context);
  const periods = comparedPeriods(context);
  if (!rate || !periods) return null;
  const { current, previous } = periods;
  const knowsCustomers = context.mayName && context.filter === undefined;
  const customers = knowsCustomers
    ? customerChanges(current.faultsByCustomer(), previous.faultsByCustomer())
    : [];
  const growth = validCalls(current.total()) / Math.max(1, validCalls(previous.total()));
  const causes = bestCauses(
    failureCauses(context),
    errorCauses(context),
    failingCustomers(customers, growth),
  );
  return {
    ...rate,
    causes: causes.map(cause =>
      associatedCause(
        cause,
        cause.dimensions.includes('customer') ? undefined : failuresSince(context, cause),
      ),
    ),
    customers: knowsCustomers ? contributionsOf(context, customers) : null,
  };
}

function contributionsOf(
  { current, previous, limit }: InsightContext,
  customers: readonly CustomerChange[],
): FailureWhy['customers'] {
  const failed = ({ serviceFaults, throttled }: { serviceFaults: number; throttled: number }) =>
    serviceFaults + throttled;
  const all = failed(current.total()) - (previous ? failed(previous.total()) : 0);
  const rows = customers.filter(({ change }) => change !== 0).slice(0, limit);
  const told = rows.reduce((sum, { change }) => sum + change, 0);
  return {
    rows: rows.map(({ id, now, before, change }) => ({
      customer: id,
      failedCalls: now,
      previousFailedCalls: before,
      change,
    })),
    rest:
      customers.length > rows.length || all !== told
        ? { customers: customers.length - rows.length, change: all - told }
        : null,
  };
}
