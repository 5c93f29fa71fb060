import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addDays, toDay } from 'backstage-plugin-service-insights-common';
import { demoStory, writeSampleData } from 'sample-data';
import { parse } from 'yaml';
import { z } from 'zod';
import { readDefinitions } from './readDefinitions';
import { sampleName, type SampleTable } from './SampleTable';

const root = join(__dirname, '../..');
const lastDay = toDay('2026-03-14');
const days = 3;

/** The part of the demo's configuration that says where its logs lie. */
const configSchema = z.object({
  serviceInsights: z.object({
    engines: z.object({
      lake: z.object({
        duckdb: z.object({
          tables: z.record(
            z.string(),
            z.object({
              files: z.string(),
              format: z.enum(['parquet', 'jsonl']),
              columns: z.record(z.string(), z.string()).optional(),
            }),
          ),
        }),
      }),
    }),
  }),
});

/** What the sample data's Parquet files hold, as whoever makes a table for them would declare it. */
const parquetColumns = {
  event_id: 'varchar',
  ts: 'timestamp(3)',
  service: 'varchar',
  region: 'varchar',
  customer_id: 'varchar',
  operation: 'varchar',
  status: 'integer',
  error_code: 'varchar',
  duration_ms: 'double',
  trace_id: 'varchar',
  app_version: 'varchar',
  bytes: 'bigint',
};

/** The demo's own definitions and tables, with three days of its logs. */
export async function demoTables(lake: string): Promise<SampleTable[]> {
  // A line that is no event fails a JSON table of Trino, which cannot leave it out.
  await writeSampleData(lake, {
    through: lastDay,
    storyOf: last => {
      const story = demoStory(last);
      const datasets = story.datasets.map(dataset => ({ ...dataset, malformedLinesPerDay: 0 }));
      return { ...story, days, datasets, incidents: [] };
    },
  });
  const config = configSchema.parse(parse(await readFile(join(root, 'app-config.yaml'), 'utf8')));
  const definitions = await readDefinitions(join(root, 'definitions'));
  return Object.entries(config.serviceInsights.engines.lake.duckdb.tables).map(
    ([name, { files, format, columns = parquetColumns }]) => ({
      name: sampleName(name),
      folder: files.split('/')[0],
      format,
      columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
      partition: { column: 'day', type: 'varchar' },
      definitions: definitions.filter(({ table }) => table === name),
      days: [addDays(lastDay, -1), lastDay],
    }),
  );
}
