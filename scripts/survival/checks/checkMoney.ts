import type { WatchedDatabase } from '../world/DatabaseServer';
import type { Bill } from '../world/LakeServer';
import type { Violation } from './Violation';

type LastChange = {
  run_id: string;
  state: string;
  engine_run_id: string;
  bytes_scanned: string | null;
  bytes_billed: string | null;
};

/** Compares the ledger's end of each run with the bill, execution by execution and in exact bytes. */
export async function checkMoney(database: WatchedDatabase, bill: Bill): Promise<Violation[]> {
  const runs = await database.rows<LastChange>(
    `SELECT DISTINCT ON (run_id) run_id, state, engine_run_id, bytes_scanned, bytes_billed
     FROM survival.run_changes WHERE engine_run_id IS NOT NULL ORDER BY run_id, seq DESC`,
  );
  const runsByExecution = new Map(runs.map(run => [run.engine_run_id, run]));
  const billed = new Set(bill.executions.map(({ id }) => id));
  const violations: Violation[] = runs
    .filter(({ engine_run_id }) => !billed.has(engine_run_id))
    .map(({ run_id }) => ({ promise: 'executions', what: `run ${run_id} was never executed` }));
  for (const { id, isOver, bytesScanned, bytesBilled } of bill.executions) {
    const run = runsByExecution.get(id);
    if (run === undefined) {
      const what = `execution ${id} belongs to no run and costs ${bytesBilled} bytes`;
      violations.push({ promise: 'executions', what });
    } else if (!isOver) {
      violations.push({
        promise: 'executions',
        what: `execution ${id} goes on, though its run is over`,
      });
    } else if (
      Number(run.bytes_billed) !== bytesBilled ||
      Number(run.bytes_scanned) !== bytesScanned
    ) {
      const what = `run ${run.run_id} (${run.state}) says ${run.bytes_scanned} bytes scanned and ${run.bytes_billed} billed, the bill ${bytesScanned} and ${bytesBilled}`;
      violations.push({ promise: 'money', what });
    }
  }
  return violations;
}
