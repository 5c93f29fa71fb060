import type { Knex } from 'knex';
import { databaseDialect, rowsOf } from './databaseDialect';
import type { RunRow } from './rows';
import { stateAfter, statesBefore } from './runStates';
import type { SqlPart } from './sweepConditions';

/** Who takes how many of which runs. */
export type Taking = {
  event: 'claim' | 'sweep';
  owner: string;
  leaseMs: number;
  /** Which of the runs that the event can happen to. */
  which: SqlPart;
  /** In this order, as long as there are no more. */
  orderBy: string;
  limit: number;
  /** What is written besides state, lease and fence. */
  set: SqlPart;
};

/**
 * Takes runs, each for one owner only: whoever held one before has an older fence from then on.
 *
 * @returns the rows as they are now, in no order
 */
export async function takeRuns(knex: Knex, taking: Taking): Promise<RunRow[]> {
  const { nowMs, skipLocked } = databaseDialect(knex);
  const { event, owner, leaseMs, which, orderBy, limit, set } = taking;
  return rowsOf<RunRow>(
    knex,
    `WITH taken AS (
       SELECT id FROM runs
       WHERE state IN ${statesBefore(event)} AND ${which.sql}
       ORDER BY ${orderBy}
       LIMIT ?
       ${skipLocked}
     )
     UPDATE runs SET
       state = ${stateAfter(event)},
       lease_owner = ?,
       lease_until = ${nowMs} + ?,
       fence = fence + 1,
       ${set.sql}
     WHERE id IN (SELECT id FROM taken)
     RETURNING *`,
    [...which.bindings, limit, owner, leaseMs, ...set.bindings],
  );
}
