import type { Day } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import { admit, type Admission } from '../budget/admit';
import { everything, type Budget } from '../budget/Budget';
import { limitedBudgets } from '../budget/BudgetLimits';
import { spansOf } from '../budget/BudgetSpan';
import type { BudgetStore, Refusal, Reservation, ReservationRequest } from '../budget/BudgetStore';
import type { HeldRun } from '../runs/Run';
import { addToBudgets, toBudget } from './addToBudgets';
import { activePauses } from './DatabasePauseStore';
import { lockRun } from './lockRun';
import type { BudgetRefusalRow, BudgetRow } from './rows';

/**
 * The budgets in the plugin's database.
 *
 * @param clock - the plugin's clock, by which days, months and pauses end
 */
export class DatabaseBudgetStore implements BudgetStore {
  readonly #knex: Knex;
  readonly #clock: () => number;

  constructor(knex: Knex, clock: () => number) {
    this.#knex = knex;
    this.#clock = clock;
  }

  async reserve(held: HeldRun, request: ReservationRequest): Promise<Reservation> {
    return this.#knex.transaction(async tx => {
      // The run's row first, then the budgets', as everyone does.
      const run = await lockRun(tx, held, 'start');
      if (run === undefined) return { admitted: false, because: 'lost' };
      if (run.budget_day !== null) {
        return { admitted: true, reservedNanoUsd: Number(run.reserved_nanousd) };
      }
      if (request.isStopped || (await this.#isPaused(tx, request.datasetId))) {
        return { admitted: false, because: 'paused' };
      }
      const admission = await this.#admit(tx, request);
      if (admission.admitted) {
        const { reservedNanoUsd } = admission;
        await tx('runs')
          .where({ id: held.id })
          .update({ budget_day: request.day, reserved_nanousd: reservedNanoUsd });
      }
      return admission;
    });
  }

  async budgets(paidOn: Day): Promise<Budget[]> {
    const { month, day } = spansOf(paidOn);
    const rows: BudgetRow[] = await this.#knex('budgets').whereIn('span', [month, day]);
    return rows.map(toBudget);
  }

  async refusals(): Promise<Refusal[]> {
    const rows: BudgetRefusalRow[] = await this.#knex('budget_refusals');
    return rows.map(row => ({
      datasetId: row.dataset_id,
      source: row.source,
      estimateNanoUsd: row.estimate_nanousd === null ? undefined : Number(row.estimate_nanousd),
    }));
  }

  async #isPaused(tx: Knex.Transaction, datasetId: string): Promise<boolean> {
    const pauses = await activePauses(tx, this.#clock());
    return pauses.some(({ target }) => target === everything || target === datasetId);
  }

  async #admit(tx: Knex.Transaction, request: ReservationRequest): Promise<Admission> {
    const { datasetId, source, day, limits, estimateNanoUsd } = request;
    const nothing = { spentNanoUsd: 0, reservedNanoUsd: 0 };
    const isFree = limits.length === 0 || estimateNanoUsd === 0;
    const budgets = isFree ? [] : await addToBudgets(tx, datasetId, day, nothing);
    const admission = isFree
      ? { admitted: true as const, reservedNanoUsd: 0 }
      : admit(limitedBudgets(limits, budgets), estimateNanoUsd);
    const key = { dataset_id: datasetId, source };
    if (!admission.admitted) {
      await tx('budget_refusals')
        .insert({ ...key, estimate_nanousd: estimateNanoUsd ?? null })
        .onConflict(['dataset_id', 'source'])
        .merge();
      return admission;
    }
    if (limits.length > 0) await tx('budget_refusals').where(key).delete();
    const { reservedNanoUsd } = admission;
    if (reservedNanoUsd > 0) {
      await addToBudgets(tx, datasetId, day, { spentNanoUsd: 0, reservedNanoUsd });
    }
    return admission;
  }
}
