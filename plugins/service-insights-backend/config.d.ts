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
    customers?: {
      /**
       * The secret with which the customers of datasets with `pii: hash` are hashed. Another key makes other customers:
       * these datasets are then read again.
       * @visibility secret
       */
      hashKey?: string;
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
