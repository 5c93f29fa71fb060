import type { Knex } from 'knex';
import type { HeldRun } from '../runs/Run';
import type { RunEvent } from '../runs/transitions';
import type { RunRow } from './rows';
import { fenced } from './runStates';

/**
 * Takes a run's row until the transaction ends, to do what comes before an event of the run.
 *
 * @returns nothing when the event cannot happen to it any more: someone else holds it, or has ended it
 */
export async function lockRun(
  tx: Knex.Transaction,
  { id, fence }: HeldRun,
  event: RunEvent,
): Promise<RunRow | undefined> {
  return tx('runs').whereRaw(fenced(event), [id, fence]).forUpdate().first();
}
