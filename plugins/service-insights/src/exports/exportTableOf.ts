import type {
  Envelope,
  InsightAnswer,
  InsightData,
  InsightId,
  Point,
} from 'backstage-plugin-service-insights-common';
import type { ExportCell, ExportTable } from './ExportTable';

type Tables = { [I in InsightId]: (data: InsightData[I], meta: Envelope) => ExportTable };

/** A table per insight: the rows of the screen, in their order, with their exact values. */
const tables: Tables = {
  overview: ({ series }) => seriesTable(series, ['calls', 'activeCustomers', 'serviceFaults']),
  usage: ({ series }) => seriesTable(series, ['calls', 'previousCalls', 'activeCustomers']),
  failures: ({ series }) =>
    seriesTable(series, ['calls', 'serviceFaults', 'callerFaults', 'throttled']),
  adoption: ({ lifecycle }) => ({
    columns: ['from', 'to', 'active', 'returning', 'new', 'resurrected', 'dormant', 'complete'],
    rows: lifecycle.map(week => [
      week.from,
      week.to,
      week.active,
      week.returning,
      week.new,
      week.resurrected,
      week.dormant,
      true,
    ]),
  }),
  retention: ({ cohorts }) => ({
    columns: [
      'kind',
      'cohort_from',
      'cohort_to',
      'customers',
      'interval',
      'active',
      'rate',
      'complete',
    ],
    rows: (['exact', 'unbounded'] as const).flatMap(kind =>
      cohorts.flatMap(cohort =>
        cohort[kind].map((cell, interval) => [
          kind,
          cohort.from,
          cohort.to,
          cohort.size,
          interval,
          cell?.active ?? null,
          cell?.rate ?? null,
          cell !== null && !cell.provisional,
        ]),
      ),
    ),
  }),
  latency: ({ series }) => ({
    columns: [
      'at',
      'timed_calls',
      'p50_duration_ms',
      'p90_duration_ms',
      'p95_duration_ms',
      'p99_duration_ms',
      'previous_p95_duration_ms',
      'complete',
    ],
    rows: series.map(point => [
      point.at,
      point.timedCalls,
      point.p50DurationMs,
      point.p90DurationMs,
      point.p95DurationMs,
      point.p99DurationMs,
      point.previousP95DurationMs,
      isComplete(point),
    ]),
  }),
  changes: ({ changes }) => ({
    columns: ['date', 'section', 'kind', 'associated_with', 'complete'],
    rows: changes.map(change => [
      change.date,
      change.section,
      change.kind,
      'cause' in change && change.cause
        ? change.cause.elements.map(values => values.join(' / ')).join('; ')
        : null,
      true,
    ]),
  }),
};

/**
 * The table of an answer, with its envelope in columns of every row. The running day is not in it: it is not finished.
 *
 * @returns nothing while there is no data
 */
export function exportTableOf<I extends InsightId>(
  insight: I,
  { data, meta }: InsightAnswer<I>,
): ExportTable | undefined {
  if (data === null) return undefined;
  const { columns, rows } = tables[insight](data, meta);
  const envelope: [string, ExportCell][] = [
    ['as_of', meta.dataThrough],
    ['time_zone', meta.timeZone],
    ['insight', meta.definition.insightId],
    ['version', meta.definition.version],
  ];
  return {
    columns: [...columns, ...envelope.map(([name]) => name)],
    rows: rows.map(row => [...row, ...envelope.map(([, value]) => value)]),
  };
}

type CountColumn = Exclude<keyof Point, 'at' | 'unfinished' | 'missingDays'>;

function seriesTable(series: readonly Point[], keys: readonly CountColumn[]): ExportTable {
  return {
    columns: ['at', ...keys.map(snakeCase), 'complete'],
    rows: series.map(point => [point.at, ...keys.map(key => point[key]), isComplete(point)]),
  };
}

function isComplete(point: { unfinished: boolean; missingDays: number }): boolean {
  return !point.unfinished && point.missingDays === 0;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLocaleLowerCase('en-US')}`);
}
