import { randomBytes } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { outcomes, type Day, type Outcome } from 'backstage-plugin-service-insights-common';
import type { Engine, EngineRunStatus, RunCost } from 'backstage-plugin-service-insights-node';
import type { DatasetSource, LoadedDataset } from '../definitions/LoadedDataset';
import { compileRollup } from '../plan/compileRollup';
import { CustomerDictionary } from '../publish/CustomerDictionary';
import { decodeRollup } from '../publish/decodeRollup';
import type { RolledUpDay } from '../publish/RolledUpDay';
import { EnginePoller } from '../runs/EnginePoller';

/** How reading one day ended. The engine bills runs that fail and runs that are stopped, too. */
export type OfflineDay =
  | { state: 'succeeded'; cost: RunCost; totals: DayTotals }
  | { state: 'failed' | 'cancelled'; cost: RunCost | undefined; reason: string };

/** What a day holds. */
export type DayTotals = {
  calls: number;
  outcomes: Record<Outcome, number>;
  services: number;
  customers: number;
  duplicateEvents: number;
  unmappedEvents: number;
  /** Unknown where the engine cannot tell. */
  malformedEvents: number | null;
  resultRows: number;
};

/**
 * Reads one day of a source as a portal would, and tells what it holds. Nothing is kept.
 *
 * @param signal - stops the run on the engine, and waits until it has ended there
 * @throws EngineError when the run cannot be started or read
 */
export async function runOffline(
  dataset: LoadedDataset,
  source: DatasetSource,
  day: Day,
  options: { engine: Engine; logger: LoggerService; signal: AbortSignal; started(): void },
): Promise<OfflineDay> {
  const { engine, logger, signal, started } = options;
  const { definition } = dataset;
  const poller = new EnginePoller(engine, logger);
  const id = await engine.start(compileRollup(definition, source, day), {
    token: randomBytes(32).toString('hex'),
    bytesLimit: definition.budget?.bytesPerRun,
  });
  started();
  const status = await endOf(id, { engine, poller, signal });
  if (status?.state !== 'succeeded') return endedOtherwise(status);

  const dictionary = new CustomerDictionary();
  const found = await decodeRollup(definition, engine.rows(id, { signal }), dictionary);
  const { cost, malformedEvents = null } = status;
  return { state: 'succeeded', cost, totals: totalsOf(found, dictionary.size, malformedEvents) };
}

/** Waits until a run has ended; one that nobody wants any more is told to end, and waited for as well. */
async function endOf(
  id: string,
  { engine, poller, signal }: { engine: Engine; poller: EnginePoller; signal: AbortSignal },
): Promise<EngineRunStatus | undefined> {
  try {
    return await poller.wait(id, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    await engine.stop(id);
    return poller.wait(id, new AbortController().signal);
  }
}

function endedOtherwise(status: EngineRunStatus | undefined): OfflineDay {
  if (status?.state === 'failed') {
    return { state: 'failed', cost: status.cost, reason: status.error.message };
  }
  if (status?.state === 'cancelled') {
    const reason = status.by === 'cutoff' ? 'It read more bytes than it may' : 'It was stopped';
    return { state: 'cancelled', cost: status.cost, reason };
  }
  return { state: 'failed', cost: undefined, reason: 'The engine does not know the run any more' };
}

function totalsOf(day: RolledUpDay, customers: number, malformedEvents: number | null): DayTotals {
  const cells = day.services.flatMap(service => service.cells);
  const callsOf = (outcome: Outcome) =>
    cells.reduce((sum, cell) => sum + (cell.outcome === outcome ? cell.calls : 0), 0);
  const [ok, callerFault, serviceFault, throttled] = outcomes.map(callsOf);
  return {
    calls: day.calls,
    outcomes: { ok, caller_fault: callerFault, service_fault: serviceFault, throttled },
    services: new Set(day.services.map(({ service }) => service)).size,
    customers,
    duplicateEvents: day.duplicateEvents,
    unmappedEvents: day.unmappedEvents,
    malformedEvents,
    resultRows: day.resultRows,
  };
}
