import {
  addDays,
  comparisonPeriod,
  isDay,
  lengthOf,
  presetPeriod,
  type Comparison,
  type Day,
  type Period,
  type PresetPeriod,
} from 'backstage-plugin-service-insights-common';

/** The periods whose answers are computed at publish. */
export const standardPeriods = ['7d', '28d', '90d'] as const;

/** One of {@link standardPeriods}. */
export type StandardPeriod = (typeof standardPeriods)[number];

/** How many entries the lists of the answers computed at publish have: what is asked for by default. */
export const standardLimit = 10;

/** The periods a question is about. */
export type QuestionPeriods = {
  period: Period;
  previous: Period | undefined;
  /** As long as the period, directly before it. */
  preceding: Period;
};

/**
 * The periods a question is about.
 *
 * @param query - a preset, or both ends; 28 days without either
 * @param lastDay - the day that presets end with
 */
export function periodsOf(
  query: { range?: PresetPeriod; from?: string; to?: string; compare: Comparison },
  lastDay: Day,
): QuestionPeriods {
  const { from, to } = query;
  const period =
    from !== undefined && to !== undefined && isDay(from) && isDay(to)
      ? { from, to }
      : presetPeriod(query.range ?? '28d', lastDay);
  return {
    period,
    previous: comparisonPeriod(period, query.compare),
    preceding: { from: addDays(period.from, -lengthOf(period)), to: addDays(period.from, -1) },
  };
}

/** Which standard period a question asks for, if it is one and asks nothing else. */
export function standardPeriodOf(query: {
  range?: PresetPeriod;
  from?: string;
  region?: readonly string[];
  operation?: readonly string[];
  customer?: string;
  grain?: string;
  compare: Comparison;
  limit: number;
}): StandardPeriod | undefined {
  const isPlain =
    query.from === undefined &&
    query.region === undefined &&
    query.operation === undefined &&
    query.customer === undefined &&
    query.grain === undefined &&
    query.compare === 'prev' &&
    query.limit === standardLimit;
  const range = query.range ?? '28d';
  return isPlain ? standardPeriods.find(standard => standard === range) : undefined;
}
