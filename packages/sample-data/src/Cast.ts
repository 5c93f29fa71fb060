import type { Population } from './Population';
import type { LoggedDataset, Story } from './Story';
import type { Versions } from './versionsOf';

/** What is the same for all days of a dataset. */
export type Cast = {
  story: Story;
  dataset: LoggedDataset;
  population: Population;
  versions: ReadonlyMap<string, Versions>;
};
