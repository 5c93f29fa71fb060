import {
  dayOf,
  type Day,
  type OperatedDataset,
  type OperatedDatasetsAnswer,
  type OperatedPause,
} from 'backstage-plugin-service-insights-common';
import { everything, type Budget } from '../budget/Budget';
import { limitsOf, type PortalLimits } from '../budget/BudgetLimits';
import type { Budgets } from '../budget/Budgets';
import type { BudgetStore } from '../budget/BudgetStore';
import type { PauseStore } from '../budget/PauseStore';
import type { RefreshPause } from '../budget/RefreshPause';
import type { Datasets, LoadedDataset } from '../definitions/LoadedDataset';
import { isBreakerOpen } from '../plan/isBreakerOpen';
import type { PlanStore } from '../plan/PlanStore';
import type { DatasetHead, RollupStore } from '../read/RollupStore';
import { Snapshots } from '../read/Snapshots';
import type { RunStore } from '../runs/RunStore';
import { describeDataset } from './describeDataset';
import type { Ledger, Queue } from './Ledger';
import { operatedPauses } from './operatedPauses';
import { spending } from './spending';
import { suspiciousDays } from './suspiciousDays';

/** Where the status of datasets comes from. */
export type OperatedDatasetsOptions = {
  datasets: Datasets;
  store: RollupStore;
  ledger: Ledger;
  runs: RunStore;
  plans: PlanStore;
  pauses: PauseStore;
  spent: BudgetStore;
  budgets: Budgets;
  limits: PortalLimits;
  /** Whether the configuration says that nothing starts. */
  isStopped: boolean;
  /** Milliseconds since 1970. */
  now: () => number;
};

/** What is the same for all datasets, looked up once. */
type Facts = {
  nowMs: number;
  heads: ReadonlyMap<string, DatasetHead>;
  queues: ReadonlyMap<string, Queue>;
  pauses: readonly OperatedPause[];
  spent: { day: Day; budgets: readonly Budget[] };
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
    const { datasets, limits } = this.#options;
    const facts = await this.#facts();
    const portalLimits = limitsOf({ id: everything }, limits, facts.nowMs);
    return {
      datasets: await Promise.all(datasets.all().map(dataset => this.#status(dataset, facts))),
      pauses: facts.pauses.filter(({ dataset }) => dataset === null),
      spend: spending(everything, facts.spent, portalLimits),
      refused: datasets.refused().map(({ origin, path, message }) => ({ origin, path, message })),
    };
  }

  /** The pauses that hold. */
  async pauses(): Promise<OperatedPause[]> {
    const { pauses, isStopped } = this.#options;
    return operatedPauses(await pauses.active(), isStopped);
  }

  async #facts(): Promise<Facts> {
    const { datasets, store, ledger, spent, now } = this.#options;
    const nowMs = now();
    const today = dayOf(nowMs);
    const [heads, queues, pauses, known] = await Promise.all([
      store.heads(datasets.all().map(({ definition }) => definition.id)),
      ledger.queues(),
      this.pauses(),
      spent.budgets(today),
    ]);
    return { nowMs, heads, queues, pauses, spent: { day: today, budgets: known } };
  }

  async #status(loaded: LoadedDataset, facts: Facts): Promise<OperatedDataset> {
    const { ledger, limits, budgets } = this.#options;
    const { definition, version } = loaded;
    const { id, title, owner, enabled } = definition;
    const head = facts.heads.get(id);
    const [snapshot, lastPublished, lastFailure, pause, breakerOpen, marked] = await Promise.all([
      this.#snapshots.at(loaded, head),
      ledger.lastPublished(id, version),
      ledger.lastFailure(id, version),
      budgets.pauseOf(loaded),
      this.#breakerOpen(loaded),
      ledger.markedDays(id, head?.version ?? version),
    ]);
    const status = {
      id,
      title: title ?? id,
      owner: owner ?? null,
      enabled,
      version,
      servedVersion: head?.version ?? null,
      dataThrough: snapshot.dataThrough ?? null,
      queue: facts.queues.get(id) ?? noQueue,
      lastPublished,
      lastFailure,
      spend: spending(id, facts.spent, limitsOf(definition, limits, facts.nowMs)),
      pauses: facts.pauses.filter(({ dataset }) => dataset === null || dataset === id),
      budgetHold: budgetHoldOf(pause),
      breakerOpen,
      suspiciousDays: suspiciousDays(marked),
    };
    return { ...status, says: describeDataset(status) };
  }

  async #breakerOpen({ definition, version, sources }: LoadedDataset): Promise<string[]> {
    const { runs, plans } = this.#options;
    const forgivenUntilMs = await plans.breakerResetAtMs(definition.id);
    const open = await Promise.all(
      sources.map(async ({ name }) => {
        const key = { datasetId: definition.id, version, source: name };
        return isBreakerOpen(await runs.knownDays(key), forgivenUntilMs) ? [name] : [];
      }),
    );
    return open.flat();
  }
}

function budgetHoldOf(pause: RefreshPause | undefined): OperatedDataset['budgetHold'] {
  if (pause?.reason !== 'budget') return null;
  return { until: pause.untilMs === undefined ? null : new Date(pause.untilMs).toISOString() };
}
