import { InputError, NotFoundError } from '@backstage/errors';
import type {
  BackfillAnswer,
  BackfillRequest,
  ErasureRequest,
  PauseRequest,
  PausesAnswer,
  Period,
  RunsQuery,
} from 'backstage-plugin-service-insights-common';
import { toDay } from 'backstage-plugin-service-insights-common';
import type { LoadedDataset } from '../definitions/LoadedDataset';
import type { BackfillConfirmations } from './BackfillConfirmations';
import { OperatedDatasets, type OperatedDatasetsOptions } from './OperatedDatasets';
import type { Operating, Operator } from './Operator';
import { operatorName } from './operatorName';

/** What the operator's side works with. */
export type PortalOperatorOptions = OperatedDatasetsOptions & {
  confirmations: BackfillConfirmations;
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

  async refresh(datasetId: string) {
    return { enqueued: await this.#options.levers.refresh(this.#find(datasetId)) };
  }

  async backfill(datasetId: string, asked: BackfillRequest): Promise<BackfillAnswer> {
    const { levers, confirmations } = this.#options;
    const dataset = this.#find(datasetId);
    const range: Period = { from: toDay(asked.from), to: toDay(asked.to) };
    const confirmable = { datasetId, version: dataset.version, range };
    if (asked.confirm === undefined) {
      const days = levers.backfillDays(dataset, range);
      const estimate = await levers.estimate(dataset, days);
      const { confirm, expiresAtMs } = await confirmations.issue(confirmable);
      const confirmBefore = new Date(expiresAtMs).toISOString();
      return { status: 'estimated', estimate, confirm, confirmBefore };
    }
    if (!(await confirmations.redeem(asked.confirm, confirmable))) {
      throw new InputError(
        'confirm: is not of this dataset, version and range, or was used, or is older than ten minutes; ask for an estimate again',
      );
    }
    return { status: 'enqueued', enqueued: await levers.backfill(dataset, range) };
  }

  async pause(
    datasetId: string | undefined,
    { reason, until }: PauseRequest,
    { credentials }: Operating,
  ): Promise<PausesAnswer> {
    const { levers } = this.#options;
    const dataset = datasetId === undefined ? undefined : this.#find(datasetId);
    const untilMs = until === undefined ? undefined : Date.parse(until);
    await levers.pause(dataset, { by: operatorName(credentials), reason, untilMs });
    return this.#pausesOf(datasetId);
  }

  async resume(datasetId: string | undefined): Promise<PausesAnswer> {
    const dataset = datasetId === undefined ? undefined : this.#find(datasetId);
    await this.#options.levers.resume(dataset);
    return this.#pausesOf(datasetId);
  }

  async erase({ dataset, customer }: ErasureRequest) {
    const { datasets, levers } = this.#options;
    const from = dataset === undefined ? datasets.all() : [this.#find(dataset)];
    return { datasets: await levers.erase(from, customer) };
  }

  /** The pauses that hold for a dataset, those of everything among them; all for all. */
  async #pausesOf(datasetId: string | undefined): Promise<PausesAnswer> {
    const pauses = await this.#options.levers.pauses();
    return {
      pauses: pauses.filter(
        ({ dataset }) => datasetId === undefined || dataset === null || dataset === datasetId,
      ),
    };
  }

  #find(datasetId: string): LoadedDataset {
    const { datasets } = this.#options;
    const found = datasets.find(datasetId);
    if (found) return found;
    const known = datasets.all().map(({ definition }) => definition.id);
    throw new NotFoundError(`There is no such dataset; there are ${known.join(', ') || '(none)'}`);
  }
}
