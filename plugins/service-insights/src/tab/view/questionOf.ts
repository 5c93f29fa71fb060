import type { InsightQueryInput } from 'backstage-plugin-service-insights-common';
import type { TabView } from './TabView';

/** The question about a view's days, of everything there is: what the filters choose from. */
export function unfilteredQuestionOf({ days, compare, dataset }: TabView): InsightQueryInput {
  return {
    ...(days.kind === 'preset' ? { range: days.range } : { from: days.from, to: days.to }),
    ...(compare !== 'prev' && { compare }),
    ...(dataset && { dataset }),
  };
}

/** The question that a view asks. */
export function questionOf(view: TabView): InsightQueryInput {
  const { regions, operations, customer, grain } = view;
  return {
    ...unfilteredQuestionOf(view),
    ...(regions.length > 0 && { region: [...regions] }),
    ...(operations.length > 0 && { operation: [...operations] }),
    ...(grain && { grain }),
    ...(customer && { customer }),
  };
}
