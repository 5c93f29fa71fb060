import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { JsonObject } from '@backstage/types';
import type { TableDeclarations } from 'athena-local';
import { tableOptions } from 'backstage-plugin-service-insights-backend-module-duckdb';
import { addDays, toDay, type Day } from 'backstage-plugin-service-insights-common';
import { demoStory, writeSampleData, type Story } from 'sample-data';
import { parse, stringify } from 'yaml';
import { z } from 'zod';

const root = resolve(__dirname, '../../../..');

/** `serviceInsights.engines.lake.duckdb.tables` of app-config.yaml. */
const demoConfig = z
  .object({
    serviceInsights: z.object({
      engines: z.object({
        lake: z.object({ duckdb: z.object({ tables: z.record(z.string(), z.json()) }) }),
      }),
    }),
  })
  .transform(config => config.serviceInsights.engines.lake.duckdb.tables);

const declared = z.custom<TableDeclarations>(
  value => z.record(z.string(), tableOptions).safeParse(value).success,
);

const demoDefinition = z.looseObject({ kind: z.literal('dataset') });

/** A few days of the demo's logs, with everything that makes them hard: a day that never came, repeats, broken lines. */
export type SampleLake = {
  /** The folder of the logs. */
  data: string;
  /** The demo's definitions, which keep fewer days. */
  definitions: string[];
  /** The demo's tables, as app-config.yaml declares them. */
  tables: JsonObject;
  /** The same, for athena-local. */
  declarations: TableDeclarations;
  services: string[];
  lastDay: Day;
  /** A day of the requests whose partition is not there. */
  missingDay: Day;
  close(): Promise<void>;
};

const lastDay = toDay('2026-03-14');
const days = 18;
/** Longer than the logs: the days before them are asked for and found empty. */
const history = 30;

function shortStory(last: Day): Story {
  return demoStory(last, {
    days,
    incidents: [
      ...demoStory(last).incidents.filter(({ kind }) => kind !== 'missing-day'),
      { kind: 'missing-day', dataset: 'api-requests', daysBefore: 4 },
      { kind: 'malformed-lines', dataset: 'platform', lines: 25, daysBefore: 3 },
    ],
  });
}

/** Writes the logs into a folder of their own. */
export async function writeSampleLake(): Promise<SampleLake> {
  const directory = await mkdtemp(join(tmpdir(), 'sample-lake-'));
  const data = join(directory, 'data');
  const { story } = await writeSampleData(data, { through: lastDay, storyOf: shortStory });
  const tables = demoConfig.parse(parse(await readFile(join(root, 'app-config.yaml'), 'utf8')));
  return {
    data,
    definitions: await copyDefinitions(join(directory, 'definitions')),
    tables,
    declarations: declared.parse(tables),
    services: story.datasets.flatMap(({ services }) => services.map(({ name }) => name)),
    lastDay,
    missingDay: addDays(lastDay, -4),
    close: () => rm(directory, { recursive: true }),
  };
}

async function copyDefinitions(folder: string): Promise<string[]> {
  await mkdir(folder);
  const demo = join(root, 'definitions');
  return Promise.all(
    (await readdir(demo)).map(async file => {
      const definition = demoDefinition.parse(parse(await readFile(join(demo, file), 'utf8')));
      const copy = join(folder, file);
      await writeFile(copy, stringify({ ...definition, history }));
      return copy;
    }),
  );
}
