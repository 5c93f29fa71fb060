import { addDays, type Day } from 'backstage-plugin-service-insights-common';
import { EngineError, type Engine } from 'backstage-plugin-service-insights-node';
import type { DatasetSource, LoadedDataset } from '../definitions/LoadedDataset';
import { compileRollup } from '../plan/compileRollup';
import { partitionValue } from '../plan/partitionValue';
import { keptDays, planDays } from '../plan/planDays';
import type { DayStore } from '../publish/DayStore';
import { newRun } from '../runs/executeRun';
import type { RunStore } from '../runs/RunStore';

/** What refreshing needs. */
export type RefreshOptions = {
  engines: ReadonlyMap<string, Engine>;
  runs: RunStore;
  days: DayStore;
  clock: () => number;
  /** See {@link planDays}. */
  retryOperatorFailures: boolean;
};

/** What a refresh found. */
export type Refreshed = { enqueued: number; isServed: boolean; removedDays: number };

/**
 * Compares the days a dataset should have with those it has, and puts the difference into the queue; serves a new
 * version once it covers what the one before covers; and removes what is not kept any more.
 *
 * Doing it twice, or on several replicas at once, does no more than doing it once.
 */
export async function refreshDataset(
  dataset: LoadedDataset,
  options: RefreshOptions,
): Promise<Refreshed> {
  const { definition, version, sources } = dataset;
  const kept = keptDays(definition, options.clock());
  let enqueued = 0;
  const lakes: (ReadonlyMap<Day, string> | undefined)[] = [];
  for (const source of sources) {
    const sourceDays = await sourceDaysOf(dataset, source, options.engines, kept);
    lakes.push(sourceDays);
    enqueued += await enqueueSource(dataset, source, sourceDays, options);
  }
  const isGone = (day: Day) => lakes.every(lake => lake !== undefined && !lake.has(day));
  const isServed = await options.days.promote(definition.id, version, kept.from, isGone);
  const removedDays = await options.days.removeOld(definition.id, version, kept.from);
  return { enqueued, isServed, removedDays };
}

async function enqueueSource(
  { definition, version }: LoadedDataset,
  source: DatasetSource,
  sourceDays: ReadonlyMap<Day, string> | undefined,
  { runs, clock, retryOperatorFailures }: RefreshOptions,
): Promise<number> {
  const key = { datasetId: definition.id, version, source: source.name };
  const wanted = planDays({
    definition,
    nowMs: clock(),
    known: await runs.knownDays(key),
    sourceDays,
    retryOperatorFailures,
  });
  return runs.enqueue(
    wanted.map(({ day, sourceVersion, knownRuns }) => ({
      ...newRun({ ...key, day, attempt: 1, sourceVersion }, compileRollup(definition, source, day)),
      knownRuns,
    })),
  );
}

/**
 * The state of each day's data, of all partitions its events may be in. Nothing when the engine cannot tell.
 */
async function sourceDaysOf(
  { definition }: LoadedDataset,
  source: DatasetSource,
  engines: ReadonlyMap<string, Engine>,
  { from, today }: { from: Day; today: Day },
): Promise<ReadonlyMap<Day, string> | undefined> {
  const { column, format, lateDays } = definition.time.partition;
  const partitions = await partitionStates(engines.get(source.engine), {
    table: source.table,
    partition: { column, valueOf: day => partitionValue(format, day) },
    from,
    to: addDays(today, lateDays),
  });
  if (partitions === undefined || lateDays === 0) return partitions;
  const days = new Map<Day, string>();
  for (const day of partitions.keys()) {
    for (let late = 0; late <= lateDays; late++) days.set(addDays(day, -late), '');
  }
  for (const day of days.keys()) {
    const states = Array.from({ length: lateDays + 1 }, (_, late) =>
      partitions.get(addDays(day, late)),
    );
    days.set(day, states.map(state => state ?? '').join(' '));
  }
  return days;
}

/** An engine that cannot be reached now is planned for as one that cannot tell: its runs wait in the queue. */
async function partitionStates(
  engine: Engine | undefined,
  request: Parameters<NonNullable<Engine['sourceDays']>>[0],
): Promise<ReadonlyMap<Day, string> | undefined> {
  try {
    return await engine?.sourceDays?.(request);
  } catch (error) {
    if (
      error instanceof EngineError &&
      error.class !== 'transient' &&
      error.class !== 'throttled'
    ) {
      return undefined;
    }
    throw error;
  }
}
