import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import { DuckDbEngine } from 'backstage-plugin-service-insights-backend-module-duckdb';

/** An event as the lake of the tests holds it. */
export type LakeEvent = {
  event_id: string;
  ts: string;
  service: string | null;
  region?: string;
  customer_id?: string | null;
  operation?: string;
  status?: number;
  error_code?: string | null;
  duration_ms?: number;
  bytes?: number;
};

/** Files in a temporary folder, partitioned by day, and a real engine that reads them. */
export type EventLake = {
  engine: DuckDbEngine;
  /** Another engine over the same files, whose table has other columns. It is closed with the lake. */
  redeclared(columns: Record<string, string>): Promise<DuckDbEngine>;
  /** Writes a file of a day's partition, new or in place of the old one. */
  write(day: string, events: readonly LakeEvent[], file?: string): Promise<void>;
  remove(day: string): Promise<void>;
  close(): Promise<void>;
};

/** The columns of the lake's table. */
export const eventColumns = {
  event_id: 'varchar',
  ts: 'timestamp',
  service: 'varchar',
  region: 'varchar',
  customer_id: 'varchar',
  operation: 'varchar',
  status: 'integer',
  error_code: 'varchar',
  duration_ms: 'double',
  bytes: 'bigint',
};

/** The least that a dataset over the lake's table says. */
export const eventDataset = {
  kind: 'dataset',
  id: 'requests',
  table: 'telemetry.events',
  time: { column: 'ts', partition: { column: 'day' } },
  service: 'service',
} as const satisfies DatasetDefinitionInput;

let writes = 0;

/** Opens a lake with a table `telemetry.events`. */
export async function openEventLake(name = 'lake'): Promise<EventLake> {
  const directory = await mkdtemp(join(tmpdir(), 'event-lake-'));
  const engines: DuckDbEngine[] = [];
  const open = async (columns: Record<string, string>) => {
    const files = 'events/day=*/*.jsonl';
    const table = { files, format: 'jsonl', columns, partitions: { day: 'hive' } } as const;
    const opened = await DuckDbEngine.create({
      name,
      directory,
      tables: { 'telemetry.events': table },
    });
    engines.push(opened);
    return opened;
  };
  const engine = await open(eventColumns);
  const folderOf = (day: string) => join(directory, 'events', `day=${day}`);
  return {
    engine,
    redeclared: open,
    async write(day, events, file = 'part-0') {
      await mkdir(folderOf(day), { recursive: true });
      const path = join(folderOf(day), `${file}.jsonl`);
      await writeFile(path, events.map(event => `${JSON.stringify(event)}\n`).join(''));
      // Two writes within a clock's tick would look like one.
      const at = new Date(Date.UTC(2026, 0, 1) + ++writes * 1_000);
      await utimes(path, at, at);
    },
    async remove(day) {
      await rm(folderOf(day), { recursive: true });
    },
    async close() {
      for (const opened of engines) await opened.close();
      await rm(directory, { recursive: true });
    },
  };
}
