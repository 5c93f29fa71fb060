import { comparisons, isDay, presetDays } from 'backstage-plugin-service-insights-common';
import { failureOutcomes } from '../../failures/FailureOutcome';
import { chosenGrains, defaultTabView, type ChosenDays, type TabView } from './TabView';

/** A parameter of the URL that could not be followed. */
export type RefusedParameter = { key: string; value: string };

const presets = ['7d', '28d', '90d', '12m'] as const satisfies (keyof typeof presetDays)[];
const layouts = ['chart', 'table', 'report'] as const;
const retentionKinds = ['exact', 'unbounded'] as const;
/** More intervals than a year has weeks there are not. */
const trends = Array.from({ length: 53 }, (_, index) => String(index + 1));
const measures = ['calls', 'customers'] as const;

/**
 * Reads what a URL asks of the tab. Keys of others are left alone; a value that is none falls back to the default.
 *
 * @returns the view, and what was not followed
 */
export function readTabView(params: URLSearchParams): {
  view: TabView;
  refused: RefusedParameter[];
} {
  const refused: RefusedParameter[] = [];
  const oneOrNone = <T extends string>(key: string, known: readonly T[]): T | undefined => {
    const asked = params.get(key);
    const found = known.find(value => value === asked);
    if (asked !== null && found === undefined) refused.push({ key, value: asked });
    return found;
  };
  const oneOf = <T extends string>(key: string, known: readonly T[], otherwise: T): T =>
    oneOrNone(key, known) ?? otherwise;
  const days = readCustomDays(params, refused) ?? {
    kind: 'preset',
    range: oneOf('range', presets, '28d'),
  };
  const operations = [...new Set(params.getAll('op').filter(Boolean))];
  let customer = params.get('customer') || undefined;
  if (customer !== undefined && operations.length > 0) {
    refused.push({ key: 'customer', value: customer });
    customer = undefined;
  }
  const view: TabView = {
    days,
    compare: oneOf('compare', comparisons, defaultTabView.compare),
    regions: [...new Set(params.get('region')?.split(',').filter(Boolean) ?? [])],
    operations,
    customer,
    outcome: oneOrNone('outcome', failureOutcomes),
    grain: oneOrNone('grain', chosenGrains),
    dataset: params.get('dataset') || undefined,
    layout: oneOf('view', layouts, defaultTabView.layout),
    measure: oneOf('measure', measures, defaultTabView.measure),
    retention: {
      kind: oneOf('retention', retentionKinds, defaultTabView.retention.kind),
      trend: Number(oneOf('trend', trends, String(defaultTabView.retention.trend))),
    },
  };
  return { view, refused };
}

/** Days are named together or not at all. */
function readCustomDays(
  params: URLSearchParams,
  refused: RefusedParameter[],
): ChosenDays | undefined {
  const from = params.get('from');
  const to = params.get('to');
  if (from === null && to === null) return undefined;
  if (from !== null && to !== null && isDay(from) && isDay(to) && from <= to) {
    return { kind: 'custom', from, to };
  }
  const isWrong = (day: string | null) => day === null || !isDay(day);
  if (isWrong(from)) refused.push({ key: 'from', value: from ?? '' });
  if (isWrong(to) || refused.length === 0) refused.push({ key: 'to', value: to ?? '' });
  return undefined;
}
