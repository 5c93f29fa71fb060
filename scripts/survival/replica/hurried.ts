import type { RunStore } from '../../../plugins/service-insights-backend/src/runs/RunStore';

/** A store whose pauses between attempts are shorter, so that minutes of waiting take seconds. */
export function hurried(runs: RunStore, factor: number): RunStore {
  return new Proxy(runs, {
    get(store, key) {
      switch (key) {
        case 'postpone':
          return (...[run, failed, delayMs]: Parameters<RunStore['postpone']>) =>
            store.postpone(run, failed, Math.round(delayMs / factor));
        case 'rest':
          return (...[run, failed, delayMs]: Parameters<RunStore['rest']>) =>
            store.rest(run, failed, Math.round(delayMs / factor));
        case 'fail':
          return (...[run, failed, next]: Parameters<RunStore['fail']>) =>
            store.fail(
              run,
              failed,
              next && { ...next, delayMs: Math.round(next.delayMs / factor) },
            );
        default: {
          const value: unknown = Reflect.get(store, key, store);
          return typeof value === 'function' ? value.bind(store) : value;
        }
      }
    },
  });
}
