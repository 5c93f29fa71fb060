import { addDays } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import { comparedDays, judgeDay, type DayFigures } from '../publish/judgeDay';
import { findingSchema, suspicionSchema, type Finding, type Suspicion } from '../publish/Suspicion';
import type { PublishedBefore } from '../publish/weighReading';
import type { RunKey } from '../runs/Run';
import type { DatasetDayRow } from './rows';

const suspicionsSchema = z.array(suspicionSchema);

/** What `dataset_days` says of how a day compares with others. */
export type MarkedDay = PublishedBefore & {
  figures: DayFigures;
  checksum: string;
  /** Whether it was read by the definition that is published now: figures of another one are no measure. */
  isOfDefinition: boolean;
};

/** Why a row of `dataset_days` is unusual; nothing when it is not. */
export function suspicionOf({ suspicion }: Pick<DatasetDayRow, 'suspicion'>): Suspicion[] {
  return suspicion === null ? [] : suspicionsSchema.parse(JSON.parse(suspicion));
}

/** The reading that did not replace a row of `dataset_days`, if there was one. */
export function findingOf({ finding }: Pick<DatasetDayRow, 'finding'>): Finding | undefined {
  return finding === null ? undefined : findingSchema.parse(JSON.parse(finding));
}

/** Suspicion as a row keeps it. */
export function suspicionColumn(suspicion: readonly Suspicion[]): string | null {
  return suspicion.length === 0 ? null : JSON.stringify(suspicion);
}

/** The published days of a source that a day is compared with, or that are compared with it: four weeks on each side. */
export async function readMarkedDays(tx: Knex.Transaction, run: RunKey): Promise<MarkedDay[]> {
  const rows: DatasetDayRow[] = await tx<DatasetDayRow>('dataset_days')
    .where({ dataset_id: run.datasetId, version: run.version, source: run.source })
    .whereBetween('day', [addDays(run.day, -comparedDays), addDays(run.day, comparedDays)])
    .orderBy('day'); // one order on all replicas, so that marking them cannot deadlock
  return rows.map(row => ({
    state: row.state,
    checksum: row.checksum,
    calls: Number(row.calls),
    suspicion: suspicionOf(row),
    finding: findingOf(row),
    isOfDefinition: (row.read_version ?? run.version) === run.version,
    figures: {
      day: row.day,
      calls: Number(row.calls),
      services: row.services ?? undefined,
      malformedEvents: row.malformed_events ?? undefined,
      duplicateEvents: Number(row.duplicate_events),
      unmappedEvents: Number(row.unmapped_events),
    },
  }));
}

/** What days are compared with: the complete ones. */
export function pastOf(days: readonly MarkedDay[]): DayFigures[] {
  return days.filter(({ state }) => state === 'complete').map(({ figures }) => figures);
}

/**
 * Judges the days after one again that is published now: days are read newest first, so that what is usual is often
 * known only later.
 *
 * @param others - the days around it
 * @param published - the day itself
 */
export async function judgeLaterDays(
  tx: Knex.Transaction,
  { datasetId, version, source }: RunKey,
  others: readonly MarkedDay[],
  published: DayFigures,
  emptyDay: 'missing' | 'zero',
): Promise<void> {
  const past = [...pastOf(others), published];
  for (const { state, figures, suspicion } of others) {
    if (state !== 'complete' || figures.day < published.day) continue;
    const judged = [
      ...judgeDay(figures, past, emptyDay),
      ...suspicion.filter(({ kind }) => kind === 'fewerThanBefore'),
    ];
    if (kindsOf(judged) === kindsOf(suspicion)) continue;
    await tx('dataset_days')
      .where({ dataset_id: datasetId, version, source, day: figures.day })
      .update({ suspicion: suspicionColumn(judged) });
  }
}

/** What is said of a day, whatever its figures are. */
function kindsOf(suspicion: readonly Suspicion[]): string {
  return suspicion
    .map(({ kind }) => kind)
    .sort()
    .join(' ');
}
