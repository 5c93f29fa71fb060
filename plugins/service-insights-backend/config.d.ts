import type { HumanDuration } from '@backstage/types';

export interface Config {
  serviceInsights?: {
    /**
     * Files that hold definitions, as YAML or JSON: paths and globs. Relative ones start at the folder of
     * `app-config.yaml`, looked for from the working directory upwards.
     */
    definitions?: string[];
    /**
     * The engine of datasets that name no `sources`. May be left out when there is exactly one engine.
     */
    defaultEngine?: string;
    /**
     * An instant as `2026-03-14T00:00:00Z` to take for now: for data that ended, and for tests.
     */
    asOf?: string;
    /**
     * What the runs of all datasets may cost together, in US dollars, by days and months in UTC. A run that does not fit
     * any more waits for the next day or month; numbers that are there stay. A dataset's own budget stands in its
     * definition.
     */
    budget?: {
      usdPerDay?: number;
      usdPerMonth?: number;
    };
    /**
     * The kill switch: no run starts, on any engine. Runs in flight go on, and numbers that are there stay.
     */
    paused?: boolean;
    customers?: {
      /**
       * The secret with which the customers of datasets with `pii: hash` are hashed. Another key makes other customers:
       * these datasets are then read again.
       * @visibility secret
       */
      hashKey?: string;
    };
    runs?: {
      /**
       * What becomes of the runs engines are busy with when the portal stops. `handBack`: another replica, or this one
       * when it is back, goes on with them; nothing that is paid for is lost. `stop`: they are stopped on their
       * engines, for a portal that nobody takes over from. The default is `handBack`.
       */
      onShutdown?: 'handBack' | 'stop';
    };
    /**
     * How long is kept what has no history of its own; days go by `history` in their dataset's definition.
     */
    retention?: {
      /**
       * Runs in the ledger. Those that published a day which is kept stay with it, and sums of money stay for good. The
       * default is 400 days.
       */
      runs?: HumanDuration | string;
      /**
       * The data of datasets that are in no definition any more. The default is 30 days.
       */
      removedDatasets?: HumanDuration | string;
    };
    /**
     * The engines by name. The key within says which module makes the engine, as `duckdb` or `athena`, whose own
     * documentation describes what stands there.
     */
    engines?: {
      [name: string]: object;
    };
  };
}
