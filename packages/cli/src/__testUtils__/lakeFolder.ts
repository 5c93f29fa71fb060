import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with events, a definition of them, and room for configurations. */
export type LakeFolder = {
  directory: string;
  definition: string;
  /** Writes a file. @returns its path */
  write(name: string, text: string): Promise<string>;
  remove(): Promise<void>;
};

/** The table of the events, as engines declare it. */
export const eventsTable = {
  files: 'events/day=*/*.jsonl',
  format: 'jsonl' as const,
  columns: { ts: 'timestamp', service: 'varchar', customer: 'varchar', status: 'integer' },
  partitions: { day: 'hive' as const },
};

const definition = `kind: dataset
id: requests
table: telemetry.events
time: { column: ts, partition: { column: day } }
service: service
customer: customer
outcome: { httpStatus: status }
history: 3
`;

/** Writes three events of each day. */
export async function lakeFolder(days: readonly string[]): Promise<LakeFolder> {
  const directory = await mkdtemp(join(tmpdir(), 'service-insights-cli-'));
  const write = async (name: string, text: string) => {
    const path = join(directory, name);
    await writeFile(path, text);
    return path;
  };
  for (const day of days) {
    await mkdir(join(directory, 'events', `day=${day}`), { recursive: true });
    const events = ['acme', 'jane', 'acme'].map((customer, i) => ({
      ts: `${day} 0${i}:00:00`,
      service: 'orders',
      customer,
      status: i === 2 ? 503 : 200,
    }));
    const lines = events.map(event => `${JSON.stringify(event)}\n`).join('');
    await write(join('events', `day=${day}`, 'part.jsonl'), lines);
  }
  return {
    directory,
    definition: await write('requests.yaml', definition),
    write,
    remove: () => rm(directory, { recursive: true }),
  };
}
