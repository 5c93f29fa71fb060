import { addDays, dayOf, eachDay, toDay, type Day } from 'backstage-plugin-service-insights-common';
import { seededRandom } from '../../../packages/athena-local/src/seededRandom';
import type { Fleet } from './Fleet';
import type { LakeFiles } from './LakeFiles';
import type { WatchedDatabase } from './DatabaseServer';

/** How many days a dataset keeps, and for how many it looks for late events. */
export const history = 8;
export const lookback = 4;

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const firstNoon = Date.parse('2026-03-10T12:00:00Z');

/**
 * The portal's mornings: at each, one more day is complete, late events came for some of the days before, and the days
 * within the lookback are due again. What is due follows from this alone, not from what the planner says.
 */
export class Calendar {
  readonly #lake: LakeFiles;
  readonly #fleet: Fleet;
  readonly #database: WatchedDatabase;
  readonly #seed: number;
  #morning = -1;
  #extraHours = 0;

  constructor(options: { lake: LakeFiles; fleet: Fleet; database: WatchedDatabase; seed: number }) {
    this.#lake = options.lake;
    this.#fleet = options.fleet;
    this.#database = options.database;
    this.#seed = options.seed;
  }

  get morning(): number {
    return this.#morning;
  }

  /** The last day that is complete. */
  get lastComplete(): Day {
    return addDays(dayOf(firstNoon), this.#morning - 1);
  }

  /** All days that are to be there, complete. */
  get kept(): Day[] {
    return eachDay(addDays(this.lastComplete, 1 - history), this.lastComplete);
  }

  /** Those that must be read this morning. */
  get due(): Day[] {
    const first = this.#morning === 0 ? history - 1 : lookback;
    return eachDay(addDays(this.lastComplete, -first), this.lastComplete);
  }

  /** The sun rises. Nothing may be in flight, so that what is due is beyond doubt. */
  async next(): Promise<void> {
    this.#morning += 1;
    this.#extraHours = 0;
    await this.#changeLake();
    await this.#database.rows('UPDATE survival.morning SET number = ?', [this.#morning]);
    this.setClocks();
  }

  /** An hour later: failures that were given up are planned again. @returns whether there was an hour left */
  later(): boolean {
    if (this.#extraHours >= 9) return false;
    this.#extraHours += 1;
    this.setClocks();
    return true;
  }

  /** Sets all clocks right, those of replicas that were told a wrong time too. */
  setClocks(): void {
    const atMs = firstNoon + this.#morning * dayMs + this.#extraHours * (hourMs + 60_000);
    this.#fleet.setClock(atMs - Date.now());
  }

  async #changeLake(): Promise<void> {
    const today = addDays(this.lastComplete, 1);
    if (this.#morning === 0) for (const day of this.kept) await this.#lake.writeDay(day);
    await this.#lake.writeDay(today);
    await this.#lake.removeDay(toDay(addDays(this.kept[0], -2)));
    if (this.#morning === 0) return;
    for (const day of this.due.slice(0, -1)) {
      if (seededRandom(this.#seed, 'late', day, this.#morning) > 0.5) continue;
      await this.#lake.addLateEvents(day, this.#morning);
    }
  }
}
