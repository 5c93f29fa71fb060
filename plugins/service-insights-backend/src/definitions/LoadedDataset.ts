import type {
  DatasetDefinition,
  DefinitionProblem,
} from 'backstage-plugin-service-insights-common';

/** Where a dataset's events are read: one lake table on one engine. */
export type DatasetSource = {
  /** What `runs` and `dataset_days` call it: the engine's name, with the region where one is given. */
  name: string;
  engine: string;
  table: string;
};

/** A dataset whose definition was accepted. */
export type LoadedDataset = {
  definition: DatasetDefinition;
  /** Moves when a part of the definition changes that numbers depend on. */
  version: number;
  fingerprint: string;
  sources: readonly DatasetSource[];
};

/** What was loaded, and what was refused. */
export interface Datasets {
  all(): readonly LoadedDataset[];
  find(id: string): LoadedDataset | undefined;
  refused(): readonly DefinitionProblem[];
}
