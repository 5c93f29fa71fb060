import { dayOf } from 'backstage-plugin-service-insights-common';
import type { RunCost } from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import { toNanoUsd } from '../budget/nanoUsd';
import { addToBudgets } from './addToBudgets';
import type { RunRow } from './rows';

/** What became of a run, as far as money goes. */
export type RunMoney = { started: false } | { started: true; cost: RunCost | undefined };

/**
 * Gives back what was set aside for a run, and counts what it cost as spent. It locks budgets that others wait for, so
 * it comes last in a transaction.
 *
 * @param nowMs - says the day of a run that nothing was ever set aside for
 */
export async function settleRun(
  tx: Knex.Transaction,
  id: string,
  money: RunMoney,
  nowMs: number,
): Promise<void> {
  const run: Pick<RunRow, 'dataset_id' | 'reserved_nanousd' | 'budget_day'> = await tx('runs')
    .where({ id })
    .first('dataset_id', 'reserved_nanousd', 'budget_day');
  const paidOn = run.budget_day ?? dayOf(nowMs);
  const reservedNanoUsd = Number(run.reserved_nanousd);
  const spentNanoUsd = money.started ? toNanoUsd(money.cost?.usd ?? 0) : 0;
  await tx('runs')
    .where({ id })
    .update({ reserved_nanousd: 0, budget_day: money.started ? paidOn : null });
  if (reservedNanoUsd === 0 && spentNanoUsd === 0) return;
  await addToBudgets(tx, run.dataset_id, paidOn, {
    spentNanoUsd,
    reservedNanoUsd: -reservedNanoUsd,
  });
}
