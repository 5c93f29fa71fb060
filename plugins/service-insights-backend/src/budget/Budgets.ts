import { dayOf } from 'backstage-plugin-service-insights-common';
import type { DatasetSource, Datasets, LoadedDataset } from '../definitions/LoadedDataset';
import type { ClaimedRun } from '../runs/Run';
import type { RunSource } from '../runs/RunStore';
import type { LimitedBudget } from './Budget';
import { limitsOf, type PortalLimits } from './BudgetLimits';
import type { BudgetStore, Reservation } from './BudgetStore';
import type { CostEstimates } from './CostEstimates';
import { findHold, type Hold, type StartSituation } from './findHold';
import { toNanoUsd } from './nanoUsd';
import type { PauseStore } from './PauseStore';
import { refreshPause, type RefreshPause } from './RefreshPause';

/** What budgets are made of. */
export type BudgetsOptions = {
  datasets: Datasets;
  limits: PortalLimits;
  /** Whether the configuration says that nothing starts. */
  isStopped: boolean;
  store: BudgetStore;
  pauses: PauseStore;
  estimates: CostEstimates;
  /** Milliseconds since 1970: days and months are UTC. */
  clock: () => number;
  /** Told when a run does not get its money because a budget is used up: each time. */
  onUsedUp?(datasetId: string, budget: LimitedBudget): Promise<void>;
};

/**
 * Decides which runs may start: under the limits of datasets and of the portal, and unless they are paused. Reading what
 * is published never depends on it.
 */
export class Budgets {
  readonly #options: BudgetsOptions;
  readonly #refusedHere = new Set<string>();

  constructor(options: BudgetsOptions) {
    this.#options = options;
  }

  /** Sets money aside for a run that is about to start, by what runs before it cost. */
  async reserve(
    run: ClaimedRun,
    dataset: LoadedDataset,
    source: DatasetSource,
  ): Promise<Reservation> {
    const { store, clock, limits, isStopped, estimates, onUsedUp } = this.#options;
    const nowMs = clock();
    const itsLimits = limitsOf(dataset.definition, limits, nowMs);
    const estimate = itsLimits.length > 0 ? await estimates.ofRun(dataset, source) : undefined;
    const reservation = await store.reserve(run, {
      datasetId: run.datasetId,
      source: run.source,
      day: dayOf(nowMs),
      limits: itsLimits,
      estimateNanoUsd: estimate && toNanoUsd(estimate.usd),
      isStopped,
    });
    if (!reservation.admitted) {
      this.#refusedHere.add(keyOf(run));
      if (reservation.because === 'usedUp') await onUsedUp?.(run.datasetId, reservation.budget);
    }
    return reservation;
  }

  /**
   * The sources of which nothing need be taken from the queue. A source is tried once by each process, whatever others
   * found: its configuration may be another.
   */
  async held(sources: readonly RunSource[]): Promise<RunSource[]> {
    const holdOf = await this.#holds();
    return sources.filter(source => {
      const hold = holdOf(source);
      return hold?.because === 'paused' || (hold && this.#refusedHere.has(keyOf(source)));
    });
  }

  /** Why a dataset is not refreshed now; nothing when it is. */
  async pauseOf({ definition, sources }: LoadedDataset): Promise<RefreshPause | undefined> {
    const holdOf = await this.#holds();
    return refreshPause(
      sources.flatMap(({ name }) => holdOf({ datasetId: definition.id, source: name }) ?? []),
    );
  }

  async #holds(): Promise<(source: { datasetId: string; source: string }) => Hold | undefined> {
    const { datasets, limits, clock } = this.#options;
    const situation = await this.#situation();
    const nowMs = clock();
    return source => {
      const dataset = datasets.find(source.datasetId);
      const itsLimits = dataset ? limitsOf(dataset.definition, limits, nowMs) : [];
      return findHold(source, itsLimits, situation);
    };
  }

  async #situation(): Promise<StartSituation> {
    const { store, pauses, clock, isStopped } = this.#options;
    const [active, refusals] = await Promise.all([pauses.active(), store.refusals()]);
    const budgets = refusals.length === 0 ? [] : await store.budgets(dayOf(clock()));
    return { isStopped, pauses: active, refusals, budgets };
  }
}

function keyOf({ datasetId, source }: { datasetId: string; source: string }): string {
  return JSON.stringify([datasetId, source]);
}
