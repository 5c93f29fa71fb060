import type { LoadedDataset } from '../definitions/LoadedDataset';
import { compileRollup } from '../plan/compileRollup';
import type { WantedDay } from '../plan/planDays';
import { newRun } from '../runs/newRun';
import type { RunStore } from '../runs/RunStore';

/** A day of one of a dataset's sources that is to be read. */
export type WantedSourceDay = WantedDay & { source: string };

/**
 * Puts days of a dataset into the queue, but none that is in flight or was read since the plan was made.
 *
 * @returns how many runs were put
 */
export async function enqueueDays(
  { definition, version, sources }: LoadedDataset,
  days: readonly WantedSourceDay[],
  runs: RunStore,
): Promise<number> {
  const sourceOf = new Map(sources.map(source => [source.name, source]));
  return runs.enqueue(
    days.flatMap(({ source: name, day, sourceVersion, knownRuns }) => {
      const source = sourceOf.get(name);
      if (source === undefined) return [];
      const key = { datasetId: definition.id, version, source: name, day };
      const statement = compileRollup(definition, source, day);
      return [{ ...newRun({ ...key, attempt: 1, sourceVersion }, statement), knownRuns }];
    }),
  );
}
