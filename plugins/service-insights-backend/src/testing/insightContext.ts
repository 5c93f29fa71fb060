import {
  datasetDefinitionSchema,
  eachDay,
  toDay,
  type Day,
  type Period,
} from 'backstage-plugin-service-insights-common';
import type { ServiceDay } from '../publish/ServiceDay';
import { DatasetSnapshot } from '../read/DatasetSnapshot';
import type { DayFilter } from '../read/filterDay';
import type { InsightContext } from '../read/InsightContext';
import { examine } from '../read/investigate';
import { periodsOf } from '../read/periodsOf';

/** A dataset with every binding. */
export const fullDefinition = datasetDefinitionSchema.parse({
  kind: 'dataset',
  id: 'calls',
  table: 'lake.calls',
  time: { column: 'ts', partition: { column: 'day' } },
  service: 'service',
  region: 'region',
  customer: 'customer',
  operation: 'operation',
  outcome: { httpStatus: 'status' },
  error: 'error',
  duration: { column: 'ms', unit: 'ms' },
});

/** A snapshot with complete days, but for some that are missing. */
export function snapshotOf(history: Period, missing: readonly Day[] = []): DatasetSnapshot {
  return new DatasetSnapshot({
    datasetId: 'calls',
    version: 1,
    revision: 1,
    sources: ['lake'],
    emptyDay: 'missing',
    days: eachDay(history.from, history.to)
      .filter(day => !missing.includes(day))
      .map(day => ({
        source: 'lake',
        day,
        state: 'complete',
        malformedEvents: 0,
        duplicateEvents: 0,
        isSuspicious: false,
        readVersion: 1,
      })),
  });
}

/** What insights are computed from, for tests that write down days. */
export function insightContext(
  period: { from: string; to: string },
  days: readonly ServiceDay[],
  options: {
    history?: Period;
    missing?: readonly Day[];
    firstSeen?: ReadonlyMap<number, Day>;
    filter?: DayFilter;
    grain?: InsightContext['grain'];
  } = {},
): InsightContext {
  const {
    history = { from: toDay('2025-01-01'), to: toDay(period.to) },
    missing,
    firstSeen,
    filter,
    grain,
  } = options;
  const periods = periodsOf({ ...period, compare: 'prev' }, toDay(period.to));
  const snapshot = snapshotOf(history, missing);
  const scope = { datasetId: 'calls', version: 1, services: ['a'], regions: undefined };
  return examine(
    { definition: fullDefinition, snapshot, scope, periods, limit: 10, cohorts: true, grain },
    days,
    { firstSeen: firstSeen ?? new Map(), filter },
  ).context;
}
