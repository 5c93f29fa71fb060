import type { LifecycleService, SchedulerService } from '@backstage/backend-plugin-api';
import type { Engine } from 'backstage-plugin-service-insights-node';
import type { ErasureWatch } from '../erase/ErasureWatch';
import type { OnShutdown } from '../runs/RunWorker';
import type { Retention } from './Retention';
import type { WorkingHalf } from './workingHalf';

/** Plans datasets, all when left out, unless that was begun within so many milliseconds. */
export type Refresh = (datasetIds?: ReadonlySet<string>, unlessWithinMs?: number) => Promise<void>;

/** What works as long as the portal runs. */
export type KeepWorkingOptions = {
  half: Pick<WorkingHalf, 'worker' | 'sweeper' | 'derivation'>;
  refresh: Refresh;
  erasureWatch: ErasureWatch;
  retention: Retention;
  engines: ReadonlyMap<string, Engine>;
  onShutdown: OnShutdown;
  scheduler: SchedulerService;
  lifecycle: LifecycleService;
};

/** Has the work begin with the portal, go on each minute, and end before the database closes. */
export async function keepWorking(options: KeepWorkingOptions): Promise<void> {
  const { half, refresh, erasureWatch, retention, engines, onShutdown } = options;
  const { worker, sweeper, derivation } = half;
  await options.scheduler.scheduleTask({
    id: 'service-insights-refresh',
    scope: 'global',
    frequency: { minutes: 1 },
    timeout: { minutes: 1 },
    async fn() {
      // Anyone signed in can have this called, as often as they like.
      await refresh(undefined, 30_000);
      await sweeper.sweep();
      void derivation.run();
      void retention.run();
    },
  });
  options.lifecycle.addStartupHook(async () => {
    worker.start();
    erasureWatch.start();
    await refresh();
    void derivation.run();
    void sweeper.sweep();
  });
  options.lifecycle.addShutdownHook(async () => {
    erasureWatch.stop();
    await worker.stop(onShutdown);
    for (const engine of engines.values()) await engine.close?.();
  });
}
