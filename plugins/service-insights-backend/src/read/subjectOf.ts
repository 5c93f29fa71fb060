import type { Subject } from 'backstage-plugin-service-insights-common';
import type { LoadedDataset } from '../definitions/LoadedDataset';

/** What an answer is about. */
export function subjectOf(
  { definition }: LoadedDataset,
  bound: readonly LoadedDataset[],
  services: readonly string[],
  facts: { regions: readonly string[]; operations: readonly string[] },
  unfiltered: Subject['notFiltered'],
): Subject {
  return {
    dataset: named(definition),
    datasets: bound.map(dataset => named(dataset.definition)),
    services: [...services],
    regions: [...facts.regions],
    operations: [...facts.operations],
    customerNoun: definition.customer?.noun ?? 'customers',
    bound: {
      region: definition.region !== undefined,
      customer: definition.customer !== undefined,
      operation: definition.operation !== undefined,
      outcome: definition.outcome !== undefined,
      error: definition.error !== undefined,
      duration: definition.duration !== undefined,
    },
    notFiltered: unfiltered,
  };
}

function named({ id, title }: { id: string; title?: string }): { id: string; title: string } {
  return { id, title: title ?? id };
}
