import type { Expectation } from '../expectation';
import {
  eachDayOf,
  errorRanking,
  figure,
  monthlyCohorts,
  regions,
  rollingCallers,
  scopeOf,
  services,
  totals,
  weeks,
} from './fromSummary';
import { onlineRetailTruthSchema } from './truth';

/** What is known of the shop: all lines, and what known customers bought. */
export function onlineRetail(json: unknown): Expectation[] {
  const truth = onlineRetailTruthSchema.parse(json);
  const lines = scopeOf('retail-lines', truth.all_events);
  const purchases = scopeOf('retail-purchases', truth.purchases_of_known_customers);
  const known = truth.purchases_of_known_customers;
  return [
    figure(lines, 'calls', truth.lines),
    figure(lines, 'malformedEvents', 0),
    figure(lines, 'callerFaults', truth.all_events.errors),
    figure(lines, 'serviceFaults', 0),
    figure(lines, 'expectedDays', 374),
    ...totals(lines, truth.all_events),
    ...eachDayOf(lines, truth.all_events),
    ...rollingCallers(lines, truth.all_events),
    ...monthlyCohorts(lines, truth.all_events),
    ...services(lines, truth.all_events),
    ...regions(lines, truth.all_events),
    ...errorRanking(lines, truth.all_events),
    ...totals(purchases, known),
    ...eachDayOf(purchases, known),
    ...rollingCallers(purchases, known),
    ...weeks('retail-purchases', known),
    ...monthlyCohorts(purchases, known),
    ...services(purchases, known),
    ...regions(purchases, known),
  ];
}
