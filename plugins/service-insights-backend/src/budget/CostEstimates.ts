import type { Day } from 'backstage-plugin-service-insights-common';
import type { DatasetSource, Datasets, LoadedDataset } from '../definitions/LoadedDataset';
import type { CostLedger } from './CostLedger';
import { estimateDays, type DaysEstimate } from './estimateDays';
import { estimateRun, type CostHistory, type RunEstimate } from './estimateRun';

/** Says what runs will cost, by what the ledger says that runs before them did. */
export class CostEstimates {
  readonly #datasets: Datasets;
  readonly #ledger: CostLedger;

  constructor(datasets: Datasets, ledger: CostLedger) {
    this.#datasets = datasets;
    this.#ledger = ledger;
  }

  /** What the next run of a source may cost; nothing when there is no telling. */
  async ofRun(
    { definition }: LoadedDataset,
    source: DatasetSource,
  ): Promise<RunEstimate | undefined> {
    const history = await this.#history(definition.id, source);
    return estimateRun(history, definition.budget?.bytesPerRun);
  }

  /** What reading days of a dataset is expected to cost. */
  async ofDays(
    { definition, sources }: LoadedDataset,
    days: readonly Day[],
  ): Promise<DaysEstimate> {
    const histories = sources.map(async source => ({
      history: await this.#history(definition.id, source),
      ofDays: await this.#ledger.runsOfDays(definition.id, source.name, days),
    }));
    return estimateDays(days, await Promise.all(histories), definition.budget?.bytesPerRun);
  }

  async #history(datasetId: string, source: DatasetSource): Promise<CostHistory> {
    const recent = await this.#ledger.recentRuns(datasetId, source.name);
    if (recent.some(({ bytesBilled }) => bytesBilled > 0)) return { source: recent, engine: [] };
    const alike = this.#datasets
      .all()
      .flatMap(({ sources }) => sources)
      .filter(({ engine }) => engine === source.engine);
    const billed = await this.#ledger.billedRun(alike.map(({ name }) => name));
    return { source: recent, engine: billed ? [billed] : [] };
  }
}
