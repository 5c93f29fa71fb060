import type { DatasetDefinition, Day } from 'backstage-plugin-service-insights-common';

/** Files of a lake that both engines can read, and what is rolled up of them. */
export type SampleTable = {
  /** As statements name it: what {@link sampleName} gives. */
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

/** Where all tables of samples are, so that nothing else is touched. */
export const sampleSchema = 'service_insights_test';

/** The name of a sample's table, from anything that is its own. */
export function sampleName(text: string): string {
  return `${sampleSchema}.${text.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;
}
