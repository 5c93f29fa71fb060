import { addDays, type Day } from 'backstage-plugin-service-insights-common';
import type { RefreshPause } from '../budget/RefreshPause';
import type { LoadedDataset } from '../definitions/LoadedDataset';
import type { DatasetSnapshot } from './DatasetSnapshot';
import type { RollupStore } from './RollupStore';
import { runSituation, type RunSituation } from './runSituation';

/** So long a situation stands: it is of banners and the running day, never of numbers that are counted. */
const keptMs = 1_000;

/** So many of the newest due days are looked at: failures in a row need not be of one day. */
const lookedAtDays = 7;

/** What moves without a new revision of a dataset. */
export type LiveSituation = {
  runs: RunSituation;
  /** Why no new day is read; nothing when they are. */
  pause: RefreshPause | undefined;
  /** The newest day that is published but not finished. */
  openDay: { day: Day; asOf: number } | undefined;
};

/** How the datasets are doing right now, looked up at most once a second for each. */
export class LiveSituations {
  readonly #store: RollupStore;
  readonly #pauseOf: (dataset: LoadedDataset) => Promise<RefreshPause | undefined>;
  readonly #latest = new Map<
    string,
    { key: string; until: number; situation: Promise<LiveSituation> }
  >();

  constructor(options: {
    store: RollupStore;
    pauseOf: (dataset: LoadedDataset) => Promise<RefreshPause | undefined>;
  }) {
    this.#store = options.store;
    this.#pauseOf = options.pauseOf;
  }

  /**
   * @param newestDue - the newest day that should be there by now: its runs are what is looked at
   */
  async of(
    dataset: LoadedDataset,
    snapshot: DatasetSnapshot,
    newestDue: Day,
  ): Promise<LiveSituation> {
    const { id } = dataset.definition;
    const key = `${snapshot.version} ${snapshot.revision} ${newestDue}`;
    const known = this.#latest.get(id);
    if (known?.key === key && performance.now() < known.until) return known.situation;
    const situation = this.#look(dataset, snapshot, newestDue);
    this.#latest.set(id, { key, until: performance.now() + keptMs, situation });
    situation.catch(() => this.#latest.delete(id));
    return situation;
  }

  async #look(
    dataset: LoadedDataset,
    snapshot: DatasetSnapshot,
    newestDue: Day,
  ): Promise<LiveSituation> {
    const { definition, version, sources } = dataset;
    const names = sources.map(({ name }) => name);
    const [runs, openDay, pause] = await Promise.all([
      this.#store.runsOf({ datasetId: definition.id, version }, names, {
        from: addDays(newestDue, 1 - lookedAtDays),
        to: newestDue,
      }),
      this.#store.openDay(snapshot, names, snapshot.dataThrough),
      this.#pauseOf(dataset),
    ]);
    return { runs: runSituation(runs), openDay, pause };
  }
}
