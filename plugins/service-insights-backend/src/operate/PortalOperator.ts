import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  toDay,
  type BackfillAnswer,
  type BackfillRequest,
  type ErasureAnswer,
  type ErasureRequest,
  type PauseRequest,
  type PausesAnswer,
  type Period,
  type PlanAnswer,
  type RunsQuery,
} from 'backstage-plugin-service-insights-common';
import { everything } from '../budget/Budget';
import type { CostEstimates } from '../budget/CostEstimates';
import type { LoadedDataset } from '../definitions/LoadedDataset';
import type { CustomerErasure } from '../erase/CustomerErasure';
import type { Backfill } from '../tasks/Backfill';
import type { SourceCalendar } from '../tasks/SourceCalendar';
import type { BackfillConfirmations } from './BackfillConfirmations';
import { describeEstimate } from './describeEstimate';
import { dueDays } from './dueDays';
import { OperatedDatasets, type OperatedDatasetsOptions } from './OperatedDatasets';
import type { Operating, Operator } from './Operator';
import { operatorName } from './operatorName';
import { wantedBecause } from './wantedBecause';

/** What an operator sees, and what they can set in motion. */
export type PortalOperatorOptions = OperatedDatasetsOptions & {
  confirmations: BackfillConfirmations;
  estimates: CostEstimates;
  calendar: SourceCalendar;
  backfill: Backfill;
  erasure: CustomerErasure;
  logger: LoggerService;
  /** Plans a dataset now. @returns how many runs were put into the queue */
  refresh(datasetId: string): Promise<number>;
  /** Looks at the queue now. */
  wake(): void;
};

/** Sees and does what an operator asks. It asks nobody whether they may: see `AuthorizedOperator`. */
export class PortalOperator implements Operator {
  readonly #options: PortalOperatorOptions;
  readonly #datasets: OperatedDatasets;

  constructor(options: PortalOperatorOptions) {
    this.#options = options;
    this.#datasets = new OperatedDatasets(options);
  }

  runs(query: RunsQuery) {
    return this.#options.ledger.runs(query);
  }

  async run(id: string) {
    const run = await this.#options.ledger.run(id);
    if (!run) throw new NotFoundError('There is no such run');
    return run;
  }

  datasets() {
    return this.#datasets.answer();
  }

  async plan(datasetId: string): Promise<PlanAnswer> {
    const days = await dueDays(this.#find(datasetId), {
      ...this.#options,
      clock: this.#options.now,
    });
    return {
      days: days.map(({ day, source, reason }) => ({
        day,
        source,
        reason,
        says: wantedBecause(reason),
      })),
    };
  }

  async refresh(datasetId: string) {
    const { refresh, wake } = this.#options;
    const enqueued = await refresh(this.#find(datasetId).definition.id);
    wake();
    return { enqueued };
  }

  async backfill(datasetId: string, asked: BackfillRequest): Promise<BackfillAnswer> {
    const dataset = this.#find(datasetId);
    const range: Period = { from: toDay(asked.from), to: toDay(asked.to) };
    return asked.confirm === undefined
      ? this.#estimate(dataset, range)
      : this.#carryOut(dataset, range, asked.confirm);
  }

  async #estimate(dataset: LoadedDataset, range: Period): Promise<BackfillAnswer> {
    const { backfill, estimates, confirmations } = this.#options;
    const days = await backfill.days(dataset, range);
    const { confirm, expiresAtMs } = await confirmations.issue(confirmableOf(dataset, range));
    return {
      status: 'estimated',
      estimate: describeEstimate(days, await estimates.ofDays(dataset, days)),
      confirm,
      confirmBefore: new Date(expiresAtMs).toISOString(),
    };
  }

  async #carryOut(dataset: LoadedDataset, range: Period, confirm: string): Promise<BackfillAnswer> {
    const { backfill, confirmations, wake } = this.#options;
    if (!(await confirmations.redeem(confirm, confirmableOf(dataset, range)))) {
      throw new InputError(
        'confirm: is not of this dataset, version and range, or was used, or is older than ten minutes; ask for an estimate again',
      );
    }
    const enqueued = await backfill.enqueue(dataset, range);
    wake();
    return { status: 'enqueued', enqueued };
  }

  async pause(
    datasetId: string | undefined,
    { reason, until }: PauseRequest,
    { credentials }: Operating,
  ): Promise<PausesAnswer> {
    const untilMs = until === undefined ? undefined : Date.parse(until);
    if (untilMs !== undefined && untilMs <= this.#options.now()) {
      throw new InputError('until: must lie ahead');
    }
    await this.#options.pauses.pause(this.#targetOf(datasetId), {
      by: operatorName(credentials),
      reason,
      untilMs,
    });
    return this.#pausesOf(datasetId);
  }

  async resume(datasetId: string | undefined): Promise<PausesAnswer> {
    const { pauses, plans, wake } = this.#options;
    await pauses.resume(this.#targetOf(datasetId));
    // Whoever resumes a dataset says that what it failed from is mended, too.
    if (datasetId !== undefined) await plans.resetBreaker(datasetId);
    wake();
    return this.#pausesOf(datasetId);
  }

  async erase({ dataset, customer }: ErasureRequest): Promise<ErasureAnswer> {
    const only = dataset === undefined ? undefined : this.#find(dataset);
    return { datasets: await this.#options.erasure.erase(customer, only) };
  }

  /** The pauses that hold for a dataset, those of everything among them; all for all. */
  async #pausesOf(datasetId: string | undefined): Promise<PausesAnswer> {
    const pauses = await this.#datasets.pauses();
    return {
      pauses: pauses.filter(
        ({ dataset }) => datasetId === undefined || dataset === null || dataset === datasetId,
      ),
    };
  }

  #targetOf(datasetId: string | undefined): string {
    return datasetId === undefined ? everything : this.#find(datasetId).definition.id;
  }

  #find(datasetId: string): LoadedDataset {
    const { datasets } = this.#options;
    const found = datasets.find(datasetId);
    if (found) return found;
    const known = datasets.all().map(({ definition }) => definition.id);
    throw new NotFoundError(`There is no such dataset; there are ${known.join(', ') || '(none)'}`);
  }
}

function confirmableOf({ definition, version }: LoadedDataset, range: Period) {
  return { datasetId: definition.id, version, range };
}
