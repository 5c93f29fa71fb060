import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, toDay } from 'backstage-plugin-service-insights-common';
import { demoStory, writeSampleData } from '.';

const lastDay = toDay('2026-03-14');
const folders: string[] = [];

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sample-data-'));
  folders.push(folder);
  return folder;
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

const shortStory = (end: typeof lastDay) =>
  demoStory(end, {
    days: 5,
    incidents: [{ kind: 'missing-day', dataset: 'api-requests', daysBefore: 3 }],
  });

async function checksums(directory: string): Promise<Record<string, string>> {
  const files = (await readdir(directory, { recursive: true })).filter(name =>
    /events\.(parquet|json\.gz)$/.test(name),
  );
  const sums = await Promise.all(
    files.sort().map(async name => {
      const bytes = await readFile(join(directory, name));
      return [name, createHash('sha256').update(bytes).digest('hex')];
    }),
  );
  return Object.fromEntries(sums);
}

describe('writeSampleData', () => {
  it('writes the same bytes for the same seed', async () => {
    const [a, b] = [await newFolder(), await newFolder()];
    await writeSampleData(a, { through: lastDay, storyOf: shortStory });
    await writeSampleData(b, { through: lastDay, storyOf: shortStory });
    expect(Object.keys(await checksums(a))).toHaveLength(9);
    expect(await checksums(a)).toEqual(await checksums(b));
  });

  it('adds a day tomorrow and leaves the others as they are, incidents included', async () => {
    const folder = await newFolder();
    await writeSampleData(folder, { through: lastDay, storyOf: shortStory });
    const before = await checksums(folder);
    const tomorrow = addDays(lastDay, 1);
    const { story, daysWritten } = await writeSampleData(folder, {
      through: tomorrow,
      storyOf: shortStory,
    });
    expect(daysWritten).toBe(2);
    expect(story.lastDay).toBe(lastDay);
    expect(await checksums(folder)).toMatchObject(before);
    expect(existsSync(join(folder, 'api-requests', `day=${tomorrow}`))).toBe(true);
    expect(existsSync(join(folder, 'api-requests', `day=${addDays(lastDay, -3)}`))).toBe(false);
  });

  it('finishes what an interrupted writing left out', async () => {
    const folder = await newFolder();
    await writeSampleData(folder, { through: lastDay, storyOf: shortStory });
    const before = await checksums(folder);
    await rm(join(folder, 'platform', 'day=2026-03-11'), { recursive: true });
    await writeSampleData(folder, { through: lastDay, storyOf: shortStory });
    expect(await checksums(folder)).toEqual(before);
  });
});
