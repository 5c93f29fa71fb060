import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Day } from 'backstage-plugin-service-insights-common';
import { seededRandom } from '../../../packages/athena-local/src/seededRandom';

/** The declaration of the lake's one table, for athena-local. */
export const lakeTables = {
  'telemetry.events': {
    files: 'events/day=*/*.json',
    format: 'jsonl',
    columns: {
      event_id: 'varchar',
      ts: 'timestamp',
      service: 'varchar',
      customer: 'varchar',
      operation: 'varchar',
      status: 'bigint',
      ms: 'double',
    },
  },
} as const;

const statuses = [200, 200, 200, 200, 204, 404, 429, 500, 503];

/** The files of a small lake; what is in them follows from the seed. */
export class LakeFiles {
  readonly directory: string;
  readonly #seed: number;

  constructor(directory: string, seed: number) {
    this.directory = directory;
    this.#seed = seed;
  }

  /** A day's events. */
  async writeDay(day: Day): Promise<void> {
    await this.#write(day, 'day', 30 + Math.floor(this.#draw(day, 'events') * 60));
  }

  /** Some events that come late, a few of them for the second time. */
  async addLateEvents(day: Day, morning: number): Promise<void> {
    await this.#write(day, `late-${morning}`, 3 + Math.floor(this.#draw(day, morning) * 6));
  }

  async removeDay(day: Day): Promise<void> {
    await rm(this.#folder(day), { recursive: true, force: true });
  }

  async #write(day: Day, file: string, events: number): Promise<void> {
    await mkdir(this.#folder(day), { recursive: true });
    const lines = Array.from({ length: events }, (_, n) =>
      JSON.stringify(this.#event(day, file, n)),
    );
    // A first event that was there before: the definition counts it once.
    if (file !== 'day') lines.push(JSON.stringify(this.#event(day, 'day', 0)));
    await writeFile(join(this.#folder(day), `${file}.json`), lines.join('\n'));
  }

  #event(day: Day, file: string, n: number) {
    const draw = (what: string) => this.#draw(day, file, n, what);
    const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
    return {
      event_id: `${day} ${file} ${n}`,
      ts: `${day} ${two(draw('hour') * 24)}:${two(draw('minute') * 60)}:00`,
      service: `service-${Math.floor(draw('service') * 5)}`,
      customer: `customer-${Math.floor(draw('customer') * 40)}`,
      operation: `operation-${Math.floor(draw('operation') * 3)}`,
      status: statuses[Math.floor(draw('status') * statuses.length)],
      ms: Math.floor(draw('ms') * 900),
    };
  }

  #folder(day: Day): string {
    return join(this.directory, 'events', `day=${day}`);
  }

  #draw(...what: (string | number)[]): number {
    return seededRandom(this.#seed, ...what);
  }
}
