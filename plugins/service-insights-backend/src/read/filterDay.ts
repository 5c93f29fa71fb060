import type { ServiceDay } from '../publish/ServiceDay';

/**
 * What of the calls is looked at. Which customer called which operation is not kept, so it is one or the other; a
 * customer without an id was never seen.
 */
export type DayFilter =
  { kind: 'operation'; names: ReadonlySet<string> } | { kind: 'customer'; id: number | undefined };

/**
 * What is known of a day for some operations, or for one customer. Of operations, customers and hours are not known; of
 * a customer, neither operations, errors and durations, nor whether a call that failed was the service's fault or was
 * throttled: both count as service faults here, and no answer may tell them apart (see `unknownUnder`).
 */
export function filterDay(day: ServiceDay, filter: DayFilter): ServiceDay {
  if (filter.kind === 'operation') {
    const isAsked = ({ operation }: { operation: string }) => filter.names.has(operation);
    return {
      ...day,
      cells: day.cells.filter(isAsked),
      durations: day.durations.filter(isAsked),
      customers: [],
      hours: [],
    };
  }
  const customers = day.customers.filter(({ id }) => id === filter.id);
  return {
    ...day,
    customers,
    durations: [],
    hours: [],
    cells: customers.flatMap(({ calls, failedCalls, callerFaults }) => [
      cell('ok', calls - failedCalls),
      cell('caller_fault', callerFaults),
      cell('service_fault', failedCalls - callerFaults),
    ]),
  };
}

function cell(outcome: ServiceDay['cells'][number]['outcome'], calls: number) {
  return { operation: '', outcome, error: '', calls, measures: [] };
}
