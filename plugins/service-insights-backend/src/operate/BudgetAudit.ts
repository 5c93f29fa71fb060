import type { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { LimitedBudget } from '../budget/Budget';
import { toUsd } from '../budget/nanoUsd';
import { rowsOf } from '../database/databaseDialect';

/** Writes into the audit log that a budget keeps a dataset from being read: once, whichever replica finds it how often. */
export class BudgetAudit {
  readonly #knex: Knex;
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;

  constructor(options: { knex: Knex; auditor: AuditorService; logger: LoggerService }) {
    this.#knex = options.knex;
    this.#auditor = options.auditor;
    this.#logger = options.logger;
  }

  /** A run of a dataset did not get its money. Whatever happens here, the run waits. */
  async usedUp(datasetId: string, budget: LimitedBudget): Promise<void> {
    try {
      if (await this.#isNew(datasetId, budget)) await this.#write(datasetId, budget);
    } catch (error) {
      this.#logger.error(`A used-up budget is missing in the audit log: ${error}`);
    }
  }

  async #isNew(datasetId: string, { scope, span, limitNanoUsd }: LimitedBudget): Promise<boolean> {
    const inserted = await rowsOf(
      this.#knex,
      `INSERT INTO audited_budgets (dataset_id, scope, span, limit_nanousd) VALUES (?, ?, ?, ?)
       ON CONFLICT DO NOTHING RETURNING dataset_id`,
      [datasetId, scope, span, limitNanoUsd],
    );
    if (inserted.length === 0) return false;
    // Spans that are over: months and days sort as their texts do.
    await this.#knex('audited_budgets')
      .where({ dataset_id: datasetId, scope })
      .where('span', '<', span.slice(0, 'YYYY-MM'.length))
      .delete();
    return true;
  }

  async #write(datasetId: string, budget: LimitedBudget): Promise<void> {
    const { scope, span, limitNanoUsd, spentNanoUsd } = budget;
    const event = await this.#auditor.createEvent({
      eventId: 'budget-refusal',
      severityLevel: 'medium',
      meta: {
        datasetId,
        scope,
        span,
        limitUsd: toUsd(limitNanoUsd),
        spentUsd: toUsd(spentNanoUsd),
      },
    });
    const error = new Error('BudgetUsedUp');
    error.name = 'BudgetUsedUp';
    delete error.stack;
    await event.fail({ error });
  }
}
