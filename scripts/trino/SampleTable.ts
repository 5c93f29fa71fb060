import type { DatasetDefinition, Day } from 'backstage-plugin-service-insights-common';

/** Files of a lake that both engines can read, and what is rolled up of them. */
export type SampleTable = {
  /** As statements name it, `schema.table`. */
  name: string;
  /** The folder of its partitions' folders, relative to the lake. */
  folder: string;
  format: 'parquet' | 'jsonl';
  /** The columns in the files, with their Trino types. */
  columns: readonly { name: string; type: string }[];
  partition: { column: string; type: 'varchar' | 'date' };
  definitions: readonly DatasetDefinition[];
  days: readonly Day[];
};
