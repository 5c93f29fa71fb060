import type { InsightQueryInput } from 'backstage-plugin-service-insights-common';
import type { TabView } from './TabView';

/** Enough names for a filter to choose from; tables show the first of them. */
const mostNames = 50;

/** The question about a view's days, of everything there is: what the filters choose from. */
export function unfilteredQuestionOf({ days, compare, dataset }: TabView): InsightQueryInput {
  return {
    ...(days.kind === 'preset' ? { range: days.range } : { from: days.from, to: days.to }),
    ...(compare !== 'prev' && { compare }),
    ...(dataset && { dataset }),
    limit: mostNames,
  };
}

/** The question that a view asks. */
export function questionOf(view: TabView): InsightQueryInput {
  const { regions, operation, customer } = view;
  return {
    ...unfilteredQuestionOf(view),
    ...(regions.length > 0 && { region: [...regions] }),
    ...(operation && { operation }),
    ...(customer && { customer }),
  };
}
