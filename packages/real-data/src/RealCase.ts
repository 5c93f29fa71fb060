import type { DatasetDefinition } from 'backstage-plugin-service-insights-common';
import type { JsonObject } from '@backstage/types';
import type { Expectation } from './expectation';

/** A data set with known answers: its definitions, where its files are, and the answers. */
export type RealCase = {
  name: string;
  /** The file that the portal loads. */
  definitionFile: string;
  datasets: readonly DatasetDefinition[];
  /** What stands under `duckdb` in the portal's configuration, but for the directory. */
  engine: JsonObject;
  expectations: readonly Expectation[];
};

/** A case, or everything that is wrong with its files. */
export type ReadCase = { ok: true; case: RealCase } | { ok: false; problems: string[] };
