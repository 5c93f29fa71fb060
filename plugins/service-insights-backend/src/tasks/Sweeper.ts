import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Engine } from 'backstage-plugin-service-insights-node';
import { engineOfSource } from '../definitions/sourcesOf';
import type { Datasets } from '../definitions/LoadedDataset';
import { EnginePoller } from '../runs/EnginePoller';
import { finishStopping } from '../runs/finishStopping';
import type { StoppingRun } from '../runs/Run';
import type { RunEnd } from '../runs/RunEnd';
import type { RunStore, SweepScope } from '../runs/RunStore';

/** What a sweeper needs. */
export type SweeperOptions = {
  datasets: Datasets;
  engines: ReadonlyMap<string, Engine>;
  runs: RunStore;
  logger: LoggerService;
  /** Told of each run that was ended, and how long that took. */
  onEnded?(run: StoppingRun, end: RunEnd, durationMs: number): void;
};

/** So long a sweep waits for engines to end runs; the next one goes on. Shorter than a lease. */
const patienceMs = 10_000;
const mostAtOnce = 100;

/**
 * Ends the runs that nobody wants any more: of disabled datasets, of versions and datasets that no replica works on,
 * and those that were told to stop by a process that is gone.
 */
export class Sweeper {
  readonly #options: SweeperOptions;
  readonly #pollers = new Map<string, EnginePoller>();

  constructor(options: SweeperOptions) {
    this.#options = options;
    for (const [name, engine] of options.engines) {
      this.#pollers.set(name, new EnginePoller(engine, options.logger));
    }
  }

  /**
   * Ends what is to be ended now. Any number of replicas may do so at the same time; what cannot be ended now is left to
   * the next time.
   */
  async sweep(): Promise<void> {
    try {
      await this.#sweep();
    } catch (error) {
      this.#options.logger.warn(`Runs that nobody wants any more could not be ended: ${error}`);
    }
  }

  async #sweep(): Promise<void> {
    const { runs, datasets, logger } = this.#options;
    const scope = scopeOf(datasets);
    const owner = randomUUID();
    const cancelled = await runs.cancelQueued(scope);
    if (cancelled > 0) logger.info(`${cancelled} runs that nobody wants any more are cancelled`);

    const taken = await runs.sweep(owner, scope, mostAtOnce);
    if (taken.length === 0) return;
    const signal = AbortSignal.timeout(patienceMs);
    await Promise.all(taken.map(run => this.#end(run, signal)));
    await runs.handBack(owner);
  }

  async #end(run: StoppingRun, signal: AbortSignal): Promise<void> {
    const { engines, runs, logger, onEnded } = this.#options;
    const startedAt = performance.now();
    const what = `Run of ${run.datasetId} ${run.day} (${run.source})`;
    const name = engineOfSource(run.source);
    const engine = engines.get(name);
    const poller = this.#pollers.get(name);
    try {
      if (engine && poller) {
        const cost = await finishStopping(run, { engine, poller, runs, logger }, signal);
        onEnded?.(run, { state: 'cancelled', cost }, performance.now() - startedAt);
      } else {
        logger.warn(`${what} has no engine any more: what it cost is not known`);
        await runs.cancel(run, undefined);
      }
      logger.info(`${what} is stopped: ${run.reason}`);
    } catch (error) {
      logger.warn(`${what} could not be stopped so far: ${error}`);
    }
  }
}

function scopeOf(datasets: Datasets): SweepScope {
  const [worked, disabled] = [true, false].map(isEnabled =>
    datasets.all().filter(({ definition }) => definition.enabled === isEnabled),
  );
  return {
    worked: worked.flatMap(({ definition, version, sources }) =>
      sources.map(({ name }) => ({ datasetId: definition.id, version, source: name })),
    ),
    disabledDatasets: disabled.map(({ definition }) => definition.id),
  };
}
