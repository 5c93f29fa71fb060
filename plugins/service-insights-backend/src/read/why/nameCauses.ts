import type {
  AssociatedCause,
  FailureWhy,
  UsageWhy,
} from 'backstage-plugin-service-insights-common';
import { compareText } from '../usage';

type Why = Pick<UsageWhy | FailureWhy, 'causes'> & {
  contributions: readonly { dimension: string; rows: readonly { name: string }[] }[];
  customers?: FailureWhy['customers'];
};

/** Names by interned ids. */
type Names = ReadonlyMap<number, string>;

/** The interned ids of the customers that an explanation speaks of. */
export function customersIn(why: Why | null): number[] {
  if (!why) return [];
  const ids = [
    ...why.causes.flatMap(({ dimensions, elements }) =>
      dimensions.includes('customer') ? elements.flat() : [],
    ),
    ...why.contributions.flatMap(({ dimension, rows }) =>
      dimension === 'customer' ? rows.map(({ name }) => name) : [],
    ),
    ...(why.customers?.rows ?? []).map(({ customer }) => customer),
  ];
  return [...new Set(ids.map(Number))];
}

/** Puts names in the place of ids; '' for a customer whose key is gone. */
export function nameUsage(why: UsageWhy | null, names: Names): UsageWhy | null {
  return (
    why && {
      ...why,
      causes: nameCauses(why.causes, names),
      contributions: why.contributions.map(one =>
        one.dimension === 'customer'
          ? {
              ...one,
              rows: one.rows
                .map(row => ({ ...row, name: nameOf(row.name, names) }))
                .sort((a, b) => byChange(a, b) || compareText(a.name, b.name)),
            }
          : one,
      ),
    }
  );
}

/** Puts names in the place of ids; '' for a customer whose key is gone. */
export function nameFailures(why: FailureWhy | null, names: Names): FailureWhy | null {
  return (
    why && {
      ...why,
      causes: nameCauses(why.causes, names),
      customers: why.customers && {
        ...why.customers,
        rows: why.customers.rows
          .map(row => ({ ...row, customer: nameOf(row.customer, names) }))
          .sort((a, b) => byChange(a, b) || compareText(a.customer, b.customer)),
      },
    }
  );
}

/** Ids follow the order in which days happened to be published; names are the same on every portal. */
function byChange(a: { change: number }, b: { change: number }): number {
  return Math.abs(b.change) - Math.abs(a.change);
}

function nameCauses(causes: readonly AssociatedCause[], names: Names): AssociatedCause[] {
  return causes.map(cause =>
    cause.dimensions.includes('customer')
      ? { ...cause, elements: cause.elements.map(ids => ids.map(id => nameOf(id, names))) }
      : cause,
  );
}

function nameOf(id: string, names: Names): string {
  return names.get(Number(id)) ?? '';
}
