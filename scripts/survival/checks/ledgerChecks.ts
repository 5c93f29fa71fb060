import type { Promised } from './Violation';

const over = "('done', 'failed', 'cancelled')";

/** A run's claims: whoever made its fence go up holds it from there on. */
const claims = `
  SELECT run_id, seq, who, lead(seq, 1, 9223372036854775807) OVER (PARTITION BY run_id ORDER BY seq) AS until
  FROM survival.run_changes WHERE old_fence IS NOT NULL AND fence > old_fence`;

/**
 * What is wrong in the history of the ledger, promise by promise: each statement gives a text for every violation.
 * `:leaseMs` is the length of a lease.
 */
export const ledgerChecks: readonly { promise: Promised; sql: string }[] = [
  {
    promise: 'terminal',
    sql: `SELECT 'run ' || id || ' is ' || state AS what FROM runs WHERE state NOT IN ${over}`,
  },
  {
    promise: 'double',
    sql: `SELECT count(*) || ' generations of ' || dataset_id || ' ' || day || ' on morning ' || morning AS what
      FROM survival.generations WHERE state = 'complete'
      GROUP BY dataset_id, version, source, day, morning HAVING count(*) > 1`,
  },
  {
    promise: 'matched',
    sql: `SELECT 'run ' || coalesce(done.run_id, published.run_id) || ' is done ' || coalesce(done.times, 0)
        || ' times and published ' || coalesce(published.times, 0) || ' times' AS what
      FROM (SELECT run_id, count(*) AS times FROM survival.run_changes WHERE state = 'done' GROUP BY run_id) AS done
      FULL JOIN (SELECT run_id, count(*) AS times FROM survival.generations GROUP BY run_id) AS published USING (run_id)
      WHERE coalesce(done.times, 0) <> 1 OR coalesce(published.times, 0) <> 1`,
  },
  {
    promise: 'singleFlight',
    sql: `SELECT DISTINCT dataset_id || ' ' || day || ' had ' || open || ' open runs' AS what FROM (
        SELECT dataset_id, day, sum(
          CASE WHEN old_state IS NULL AND state NOT IN ${over} THEN 1
               WHEN old_state NOT IN ${over} AND state IN ${over} THEN -1
               WHEN old_state IN ${over} AND state NOT IN ${over} THEN 1 ELSE 0 END
        ) OVER (PARTITION BY dataset_id, version, source, day ORDER BY seq) AS open
        FROM survival.run_changes
      ) AS counted WHERE open > 1`,
  },
  {
    promise: 'zombie',
    sql: `SELECT 'run ' || change.run_id || ' went from ' || change.old_state || ' to ' || change.state || ' by '
        || change.who || ', held by ' || claim.who AS what
      FROM survival.run_changes AS change
      JOIN (${claims}) AS claim
        ON claim.run_id = change.run_id AND change.seq > claim.seq AND change.seq < claim.until
      WHERE change.old_fence = change.fence AND change.who <> claim.who`,
  },
  {
    promise: 'zombie',
    sql: `SELECT 'run ' || run_id || ' was ' || old_state || ' and changed to ' || state || ' by ' || who AS what
      FROM survival.run_changes WHERE old_state IN ${over}`,
  },
  {
    promise: 'zombie',
    sql: `SELECT 'run ' || generation.run_id || ' was published by ' || generation.who || ', held by ' || claim.who AS what
      FROM survival.generations AS generation
      JOIN (${claims}) AS claim
        ON claim.run_id = generation.run_id AND generation.seq > claim.seq AND generation.seq < claim.until
      WHERE generation.who <> claim.who`,
  },
  {
    promise: 'zombie',
    sql: `SELECT 'the fence of run ' || run_id || ' went from ' || old_fence || ' to ' || fence AS what
      FROM survival.run_changes WHERE fence < old_fence`,
  },
  {
    promise: 'lease',
    sql: `SELECT 'run ' || run_id || ' was taken by ' || who || ' ' || (old_lease_until - at_ms) || ' ms before its lease expired' AS what
      FROM survival.run_changes WHERE fence > old_fence AND old_lease_until > at_ms`,
  },
  {
    // How long a starved machine may take from a statement's clock to the trigger's is anyone's guess.
    promise: 'lease',
    sql: `SELECT 'run ' || run_id || ' was leased by ' || who || ' until ' || (lease_until - at_ms) || ' ms later' AS what
      FROM survival.run_changes
      WHERE lease_owner IS NOT NULL AND lease_until IS DISTINCT FROM old_lease_until AND lease_until <> 0
        AND (lease_until > at_ms + :leaseMs + 5 OR lease_until < at_ms + :leaseMs - 20000)`,
  },
  {
    promise: 'executions',
    sql: `SELECT 'execution ' || engine_run_id || ' belongs to ' || count(DISTINCT run_id) || ' runs' AS what
      FROM survival.run_changes WHERE engine_run_id IS NOT NULL
      GROUP BY engine_run_id HAVING count(DISTINCT run_id) > 1`,
  },
  {
    promise: 'executions',
    sql: `SELECT 'run ' || run_id || ' has ' || count(DISTINCT engine_run_id) || ' executions' AS what
      FROM survival.run_changes WHERE engine_run_id IS NOT NULL
      GROUP BY run_id HAVING count(DISTINCT engine_run_id) > 1`,
  },
  {
    promise: 'revision',
    sql: `SELECT 'revision of ' || dataset_id || ' went from ' || old_revision || ' to ' || revision AS what
      FROM survival.revisions WHERE revision < old_revision`,
  },
];
