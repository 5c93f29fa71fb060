import { isoDurationMs, type Day, type Envelope } from 'backstage-plugin-service-insights-common';
import type { RefreshPause } from '../budget/RefreshPause';
import type { Datasets, LoadedDataset } from '../definitions/LoadedDataset';
import { newestDueDay, type DatasetSnapshot } from './DatasetSnapshot';
import { envelope, type OpenDay } from './envelope';
import { LiveSituations, type LiveSituation } from './LiveSituations';
import { periodsOf, type QuestionPeriods } from './periodsOf';
import type { DatasetHead, RollupStore } from './RollupStore';
import type { RunSituation } from './runSituation';
import { Snapshots } from './Snapshots';
import type { AnswerFacts } from './standardPeriodPayload';

/** A dataset as one call sees it. */
export type ServedDataset = { dataset: LoadedDataset; snapshot: DatasetSnapshot };

/** What an envelope says of now. */
export type Live = {
  runs: RunSituation;
  pause: RefreshPause | undefined;
  openDay: OpenDay | undefined;
};

/** What {@link ServedDatasets} are served from. */
export type ServedDatasetsOptions = {
  store: RollupStore;
  datasets: Datasets;
  /** Why no new day of a dataset is read; nothing when they are. */
  pauseOf: (dataset: LoadedDataset) => Promise<RefreshPause | undefined>;
  /** Called when someone looks at a dataset. Never waited for. */
  onVisit: (datasetId: string) => void;
  /** Milliseconds since 1970. */
  now: () => number;
};

/** What facts say of a service of which nothing is known. */
export const nothingKnown: AnswerFacts = {
  calls: 0,
  fewCustomers: false,
  lastEventDay: null,
  regions: [],
  operations: [],
};

/** How far each dataset goes and how it is doing: what every answer stands on, whatever was asked. */
export class ServedDatasets {
  readonly #options: ServedDatasetsOptions;
  readonly #snapshots: Snapshots;
  readonly #situations: LiveSituations;

  constructor(options: ServedDatasetsOptions) {
    this.#options = options;
    this.#snapshots = new Snapshots(options.store);
    this.#situations = new LiveSituations(options);
  }

  /** The version and revision of every dataset. */
  heads(): Promise<ReadonlyMap<string, DatasetHead>> {
    const { store, datasets } = this.#options;
    return store.heads(datasets.all().map(({ definition }) => definition.id));
  }

  /** A dataset at the revision of its head. */
  async at(
    dataset: LoadedDataset,
    heads: ReadonlyMap<string, DatasetHead>,
  ): Promise<ServedDataset> {
    const { id } = dataset.definition;
    this.#options.onVisit(id);
    return { dataset, snapshot: await this.#snapshots.at(dataset, heads.get(id)) };
  }

  /** The periods a query is about; presets end with the last day that is served, or that is due. */
  periods(
    { dataset, snapshot }: ServedDataset,
    query: Parameters<typeof periodsOf>[0],
  ): QuestionPeriods {
    return periodsOf(query, snapshot.dataThrough ?? this.#newestDue(dataset));
  }

  /** What moves without a new revision. */
  situation({ dataset, snapshot }: ServedDataset): Promise<LiveSituation> {
    return this.#situations.of(dataset, snapshot, this.#newestDue(dataset));
  }

  /** The envelope of an answer. */
  envelope(
    { dataset, snapshot }: ServedDataset,
    insightId: string,
    { period, previous }: QuestionPeriods,
    live: Live,
    facts: AnswerFacts,
  ): Envelope {
    return envelope({
      ...live,
      insightId,
      snapshot,
      period,
      previous,
      service: { ...facts, namesHidden: insightId === 'adoption' && facts.fewCustomers },
      lagMs: isoDurationMs(dataset.definition.lag),
      now: this.#options.now(),
    });
  }

  #newestDue({ definition }: LoadedDataset): Day {
    return newestDueDay(this.#options.now(), isoDurationMs(definition.lag));
  }
}
