import type { Knex } from 'knex';
import type { Publication, PublishableDay } from '../publish/DayStore';
import { judgeDay, type DayFigures } from '../publish/judgeDay';
import type { PackedServiceDay } from '../publish/packServiceDay';
import type { Finding } from '../publish/Suspicion';
import { isFoundAgain, weighReading } from '../publish/weighReading';
import type { ClaimedRun } from '../runs/Run';
import { judgeLaterDays, pastOf, readMarkedDays, suspicionColumn } from './dayMarks';
import { endRun } from './endRun';
import { lockRun } from './lockRun';

/** Rows in one statement: below what SQLite and PostgreSQL allow in parameters. */
const batchSize = 500;

/**
 * Ends a run by replacing its day as a whole, unless what it found is suspicious and the day holds something good.
 *
 * @param tx - what happens in it happens as a whole or not at all
 * @param nowMs - by the plugin's clock
 */
export async function publishDay(
  tx: Knex.Transaction,
  run: ClaimedRun,
  day: PublishableDay,
  nowMs: number,
): Promise<Publication> {
  if (!(await lockRun(tx, run, 'publish'))) return 'lost';
  const publication = await replaceDay(tx, run, day, nowMs);
  const { cost, resultRows } = day;
  await endRun(tx, run, { event: 'publish', cost, resultRows }, nowMs);
  return publication;
}

async function replaceDay(
  tx: Knex.Transaction,
  run: ClaimedRun,
  day: PublishableDay,
  nowMs: number,
): Promise<Publication> {
  const key = dayKey(run);
  const around = await readMarkedDays(tx, run);
  const before = around.find(({ figures }) => figures.day === run.day);
  const others = around.filter(other => other !== before && other.isOfDefinition);
  const figures = figuresOf(run, day);
  const judged = day.state === 'complete' ? judgeDay(figures, pastOf(others), day.emptyDay) : [];
  const isComparable = before?.isOfDefinition || day.state === 'empty';
  const weighed = weighReading(isComparable ? before : undefined, day, judged);
  if (weighed.step === 'keep') {
    const { reasons } = weighed;
    const finding: Finding = { runId: run.id, atMs: nowMs, reasons };
    await tx('dataset_days')
      .where(key)
      .update({
        source_version: run.sourceVersion ?? null,
        // What is found again was doubted since the first time: only then it is read again to make sure.
        ...(!isFoundAgain(reasons, before?.finding) && { finding: JSON.stringify(finding) }),
      });
    return 'kept';
  }
  const isUnchanged = before?.state === day.state && before.checksum === day.checksum;
  if (!isUnchanged) {
    if (before !== undefined) await tx('service_days').where(key).delete();
    await insertServiceDays(tx, run, day.services);
  }
  const suspicion = suspicionColumn(weighed.suspicion);
  await tx('dataset_days')
    .insert({
      ...key,
      ...datasetDayColumns(run, day),
      suspicion,
      finding: null,
      published_at: nowMs,
    })
    .onConflict(['dataset_id', 'version', 'source', 'day'])
    .merge();
  const isMarkedAlike = suspicion === suspicionColumn(before?.suspicion ?? []);
  if (isUnchanged && before.isOfDefinition && isMarkedAlike) return 'unchanged';

  if (day.state === 'complete') await judgeLaterDays(tx, run, others, figures, day.emptyDay);
  const isCounted = day.state === 'complete' || before?.state === 'complete';
  await tx('datasets')
    .where({ dataset_id: run.datasetId })
    .update({
      revision: tx.raw('revision + ?', [isCounted ? 1 : 0]),
      active_version: tx.raw('coalesce(active_version, ?)', [run.version]),
    });
  return isUnchanged ? 'unchanged' : 'published';
}

async function insertServiceDays(
  tx: Knex.Transaction,
  run: ClaimedRun,
  days: readonly PackedServiceDay[],
): Promise<void> {
  for (let at = 0; at < days.length; at += batchSize) {
    const batch = days.slice(at, at + batchSize);
    const payloads = new Map(
      batch.map(({ service, region, payload }) => [JSON.stringify([service, region]), payload]),
    );
    const inserted: { id: number; service: string; region: string }[] = await tx('service_days')
      .insert(batch.map(day => serviceDayRow(run, day)))
      .returning(['id', 'service', 'region']);
    await tx('service_day_payloads').insert(
      inserted.map(({ id, service, region }) => ({
        service_day_id: id,
        payload: payloads.get(JSON.stringify([service, region])),
      })),
    );
  }
}

function dayKey({ datasetId, version, source, day }: ClaimedRun) {
  return { dataset_id: datasetId, version, source, day };
}

function figuresOf(run: ClaimedRun, day: PublishableDay): DayFigures {
  const { calls, malformedEvents, duplicateEvents, unmappedEvents } = day;
  return {
    day: run.day,
    calls,
    services: servicesOf(day),
    malformedEvents,
    duplicateEvents,
    unmappedEvents,
  };
}

function servicesOf({ services }: PublishableDay): number {
  return new Set(services.map(({ service }) => service)).size;
}

function datasetDayColumns(run: ClaimedRun, day: PublishableDay) {
  return {
    state: day.state,
    run_id: run.id,
    calls: day.calls,
    result_rows: day.resultRows,
    bytes_scanned: day.cost.bytesScanned,
    malformed_events: day.malformedEvents ?? null,
    duplicate_events: day.duplicateEvents,
    unmapped_events: day.unmappedEvents,
    services: servicesOf(day),
    checksum: day.checksum,
    source_version: run.sourceVersion ?? null,
    read_version: run.version,
  };
}

function serviceDayRow(run: ClaimedRun, { service, region, calls, customers }: PackedServiceDay) {
  return {
    ...dayKey(run),
    service,
    region,
    calls: calls.ok + calls.caller_fault + calls.service_fault + calls.throttled,
    service_faults: calls.service_fault,
    caller_faults: calls.caller_fault,
    throttled: calls.throttled,
    customers,
  };
}
