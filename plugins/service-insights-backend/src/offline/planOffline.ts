import type { Day } from 'backstage-plugin-service-insights-common';
import type { Engine } from 'backstage-plugin-service-insights-node';
import type { LoadedDataset } from '../definitions/LoadedDataset';
import { keptDays, planDays, type WantedReason } from '../plan/planDays';
import { SourceCalendar } from '../tasks/SourceCalendar';

/** A day that a portal without any published day would read. */
export type OfflinePlan = { day: Day; source: string; reason: WantedReason };

/** Somebody waits at a terminal, and nothing else does. */
const patienceMs = 120_000;

/**
 * The days a dataset wants when nothing of it is published yet: of all that are kept, those that the lake has data of,
 * where an engine can tell.
 *
 * @param engines - none: days are planned by the definition alone
 * @returns newest first
 */
export async function planOffline(
  dataset: LoadedDataset,
  engines: ReadonlyMap<string, Engine>,
  nowMs: number,
): Promise<OfflinePlan[]> {
  const { definition, sources } = dataset;
  const calendar = new SourceCalendar(engines, patienceMs);
  const planned = await Promise.all(
    sources.map(async source =>
      planDays({
        definition,
        nowMs,
        known: [],
        sourceDays: await calendar.daysOf(dataset, source, keptDays(definition, nowMs)),
        retryOperatorFailures: true,
        forgivenUntilMs: undefined,
      }).map(({ day, reason }) => ({ day, reason, source: source.name })),
    ),
  );
  return planned.flat().sort((a, b) => b.day.localeCompare(a.day));
}
