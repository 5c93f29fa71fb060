import type {
  OperatedDataset,
  OperatedDatasetsAnswer,
  OperatedPause,
} from 'backstage-plugin-service-insights-common';
import type { Datasets, LoadedDataset } from '../definitions/LoadedDataset';
import type { DatasetHead, RollupStore } from '../read/RollupStore';
import { Snapshots } from '../read/Snapshots';
import { describeDataset } from './describeDataset';
import type { Ledger, Queue } from './Ledger';
import type { Levers } from './Levers';
import { spansOf, spending } from './spending';

/** Where the status of datasets comes from. */
export type OperatedDatasetsOptions = {
  datasets: Datasets;
  store: RollupStore;
  ledger: Ledger;
  levers: Levers;
  /** Milliseconds since 1970. */
  now: () => number;
};

/** What is the same for all datasets, looked up once. */
type Facts = {
  heads: ReadonlyMap<string, DatasetHead>;
  queues: ReadonlyMap<string, Queue>;
  pauses: readonly OperatedPause[];
  spentToday: ReadonlyMap<string, number>;
  spentThisMonth: ReadonlyMap<string, number>;
};

const noQueue: Queue = { waiting: 0, running: 0, nextDueAt: null, oldestDueAt: null };

/** How all datasets are doing, for operators. */
export class OperatedDatasets {
  readonly #options: OperatedDatasetsOptions;
  readonly #snapshots: Snapshots;

  constructor(options: OperatedDatasetsOptions) {
    this.#options = options;
    this.#snapshots = new Snapshots(options.store);
  }

  async answer(): Promise<OperatedDatasetsAnswer> {
    const { datasets, levers, now } = this.#options;
    const facts = await this.#facts();
    return {
      datasets: await Promise.all(datasets.all().map(dataset => this.#status(dataset, facts))),
      pauses: facts.pauses.filter(({ dataset }) => dataset === null),
      spend: spending(
        now(),
        { day: total(facts.spentToday), month: total(facts.spentThisMonth) },
        levers.limits,
      ),
      refused: datasets.refused().map(({ origin, path, message }) => ({ origin, path, message })),
    };
  }

  async #facts(): Promise<Facts> {
    const { datasets, store, ledger, levers, now } = this.#options;
    const { day, month } = spansOf(now());
    const [heads, queues, pauses, spentToday, spentThisMonth] = await Promise.all([
      store.heads(datasets.all().map(({ definition }) => definition.id)),
      ledger.queues(),
      levers.pauses(),
      ledger.spent(day.fromMs, day.toMs),
      ledger.spent(month.fromMs, month.toMs),
    ]);
    return { heads, queues, pauses, spentToday, spentThisMonth };
  }

  async #status(loaded: LoadedDataset, facts: Facts): Promise<OperatedDataset> {
    const { ledger, levers, now } = this.#options;
    const { definition, version } = loaded;
    const { id, title, owner, budget } = definition;
    const head = facts.heads.get(id);
    const servedVersion = head?.version ?? version;
    const [snapshot, lastPublished, lastFailure, breaker, suspiciousDays] = await Promise.all([
      this.#snapshots.at(loaded, head),
      ledger.lastPublished(id, version),
      ledger.lastFailure(id, version),
      levers.breaker(loaded),
      levers.suspiciousDays(loaded, servedVersion),
    ]);
    const status = {
      id,
      title: title ?? id,
      owner: owner ?? null,
      version,
      servedVersion: head?.version ?? null,
      dataThrough: snapshot.dataThrough ?? null,
      queue: facts.queues.get(id) ?? noQueue,
      lastPublished,
      lastFailure,
      spend: spending(
        now(),
        { day: facts.spentToday.get(id) ?? 0, month: facts.spentThisMonth.get(id) ?? 0 },
        { usdPerMonth: budget?.usdPerMonth },
      ),
      pauses: facts.pauses.filter(({ dataset }) => dataset === null || dataset === id),
      breaker,
      suspiciousDays,
    };
    return { ...status, says: describeDataset(status) };
  }
}

function total(spent: ReadonlyMap<string, number>): number {
  return [...spent.values()].reduce((sum, usd) => sum + usd, 0);
}
