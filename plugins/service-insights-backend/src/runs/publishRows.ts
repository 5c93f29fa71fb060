import type { EngineRunStatus } from 'backstage-plugin-service-insights-node';
import type { LoadedDataset } from '../definitions/LoadedDataset';
import { completeAtMs } from '../plan/planDays';
import { checksumOf } from '../publish/checksumOf';
import type { Publication } from '../publish/DayStore';
import { decodeRollup } from '../publish/decodeRollup';
import { packServiceDay } from '../publish/packServiceDay';
import type { ClaimedRun } from './Run';
import type { RunContext } from './RunContext';

/** An execution that has succeeded. */
export type Succeeded = Extract<EngineRunStatus, { state: 'succeeded' }>;

/**
 * Reads the rows of a run to their end, and publishes the day they hold.
 *
 * @param signal - leaves the day as it is
 */
export async function publishRows(
  run: ClaimedRun,
  engineRunId: string,
  { cost, malformedEvents }: Succeeded,
  context: RunContext,
  signal: AbortSignal,
): Promise<Publication> {
  const { dataset, engine, days, customerKeys } = context;
  const { definition } = dataset;
  const dictionary = days.customersOf(run.datasetId, run.day);
  const found = await decodeRollup(definition, engine.rows(engineRunId, { signal }), dictionary);
  await days.intern(run.datasetId, dictionary, customerKeys, run.day);
  signal.throwIfAborted();
  const services = found.services.map(service => packServiceDay(service, dictionary));
  return days.publish(run, {
    state: stateOf(run, definition, found.calls),
    services,
    calls: found.calls,
    resultRows: found.resultRows,
    malformedEvents,
    duplicateEvents: found.duplicateEvents,
    unmappedEvents: found.unmappedEvents,
    checksum: checksumOf(found, services),
    cost,
    emptyDay: definition.emptyDay,
  });
}

/** What was read before the lag was over is unfinished, however late it is published. */
function stateOf(
  run: ClaimedRun,
  { lag, emptyDay }: LoadedDataset['definition'],
  calls: number,
): 'complete' | 'open' | 'empty' {
  if (run.startedAtMs < completeAtMs(run.day, lag)) return 'open';
  return calls === 0 && emptyDay === 'missing' ? 'empty' : 'complete';
}
