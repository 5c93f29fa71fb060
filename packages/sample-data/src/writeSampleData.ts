import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { eachDay, isDay, type Day } from 'backstage-plugin-service-insights-common';
import { demoStory } from './demoStory';
import { jsonLinesOf } from './jsonLinesOf';
import { ParquetWriter } from './ParquetWriter';
import { partitionsOf, type Partition } from './partitionsOf';
import type { LoggedDataset, Story } from './Story';
import { firstDayOf } from './storyDays';

const compress = promisify(gzip);

/** Raised when the same story gives other events than before: data on disk is then made anew. */
const generation = 1;

/**
 * How far the writing is.
 *
 * @public
 */
export type SampleDataProgress = { dataset: string; day: Day; done: number; total: number };

/**
 * Writes the demo's logs under a folder, as `platform/day=2026-03-14/events.json.gz` and
 * `api-requests/day=2026-03-14/events.parquet`. Days that are there already are left alone: a folder that was written
 * yesterday gets one more day, and its incidents stay where they were.
 *
 * @param directory - made when it does not exist
 * @param options - `through`: the last day to write
 * @returns the story the folder tells, and how many days were written
 * @public
 */
export async function writeSampleData(
  directory: string,
  options: {
    through: Day;
    storyOf?(lastDay: Day): Story;
    onProgress?(progress: SampleDataProgress): void;
  },
): Promise<{ story: Story; daysWritten: number }> {
  const { through, storyOf = demoStory, onProgress } = options;
  await mkdir(directory, { recursive: true });
  const story = storyOf(await storyEnd(directory, through));
  const parquet = await ParquetWriter.create();
  try {
    const due = story.datasets.map(dataset => ({
      dataset,
      days: missingDays(directory, story, dataset, through),
    }));
    const total = due.reduce((sum, { days }) => sum + days.length, 0);
    let done = 0;
    for (const { dataset, days } of due) {
      const writing = new Set<Promise<void>>();
      for (const partition of partitionsFor(story, dataset, days)) {
        done += 1;
        onProgress?.({ dataset: dataset.id, day: partition.day, done, total });
        const write = writePartition(directory, partition, parquet).finally(() =>
          writing.delete(write),
        );
        writing.add(write);
        if (writing.size >= 3) await Promise.race(writing);
      }
      await Promise.all(writing);
    }
    return { story, daysWritten: total };
  } finally {
    parquet.close();
  }
}

/** The day the folder's incidents are counted back from: the last day of its first writing. */
async function storyEnd(directory: string, through: Day): Promise<Day> {
  const file = join(directory, 'story.json');
  const told: unknown = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : undefined;
  if (isTold(told) && told.generation === generation && told.lastDay <= through) {
    return told.lastDay;
  }
  for (const dataset of demoStory(through).datasets) {
    await rm(join(directory, dataset.id), { recursive: true, force: true });
  }
  await writeFile(file, `${JSON.stringify({ generation, lastDay: through })}\n`);
  return through;
}

function isTold(value: unknown): value is { generation: number; lastDay: Day } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'generation' in value &&
    'lastDay' in value &&
    typeof value.lastDay === 'string' &&
    isDay(value.lastDay)
  );
}

function missingDays(directory: string, story: Story, dataset: LoggedDataset, through: Day): Day[] {
  const neverComes = new Set(
    story.incidents.map(incident =>
      incident.kind === 'missing-day' && incident.dataset === dataset.id
        ? incident.daysBefore
        : undefined,
    ),
  );
  return eachDay(firstDayOf(story), through).filter(
    (day, index) =>
      !neverComes.has(story.days - 1 - index) &&
      !existsSync(join(directory, dataset.id, `day=${day}`)),
  );
}

/** The partitions of the given days, which are in order, generating no day in vain where they are the last ones. */
function* partitionsFor(story: Story, dataset: LoggedDataset, days: readonly Day[]) {
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return;
  const wanted = new Set(days);
  for (const partition of partitionsOf(story, dataset, first, last)) {
    if (wanted.has(partition.day)) yield partition;
  }
}

/** Writes beside and renames, so that a day is there whole or not at all. */
async function writePartition(directory: string, partition: Partition, parquet: ParquetWriter) {
  const folder = join(directory, partition.dataset, `day=${partition.day}`);
  const unfinished = join(directory, 'unfinished', `${partition.dataset}-${partition.day}`);
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await mkdir(join(directory, partition.dataset), { recursive: true });
  if (partition.dataset === 'platform') {
    // Speed over size: the fastest level writes a log a quarter larger.
    const bytes = await compress(jsonLinesOf(partition), { level: 1 });
    await writeFile(join(unfinished, 'events.json.gz'), bytes);
  } else {
    await parquet.write(partition.records, join(unfinished, 'events.parquet'));
  }
  await rename(unfinished, folder);
}
