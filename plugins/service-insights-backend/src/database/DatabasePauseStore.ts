import type { Knex } from 'knex';
import type { Pause, PauseStore } from '../budget/PauseStore';
import type { PauseRow } from './rows';

/**
 * The pauses in the plugin's database.
 *
 * @param clock - the plugin's clock, by which pauses end
 */
export class DatabasePauseStore implements PauseStore {
  readonly #knex: Knex;
  readonly #clock: () => number;

  constructor(knex: Knex, clock: () => number) {
    this.#knex = knex;
    this.#clock = clock;
  }

  async pause(
    target: string,
    { by, reason, untilMs }: { by: string; reason: string; untilMs?: number },
  ): Promise<Pause> {
    const pause = { target, reason, by, sinceMs: this.#clock(), untilMs };
    await this.#knex('pauses')
      .insert({
        target,
        reason,
        paused_by: by,
        paused_at: pause.sinceMs,
        until: untilMs ?? null,
      })
      .onConflict('target')
      .merge();
    return pause;
  }

  async resume(target: string): Promise<boolean> {
    const held = await activePauses(this.#knex, this.#clock());
    await this.#knex('pauses').where({ target }).delete();
    return held.some(pause => pause.target === target);
  }

  async active(): Promise<Pause[]> {
    return activePauses(this.#knex, this.#clock());
  }
}

/** The pauses that hold at an instant, as a transaction sees them. */
export async function activePauses(knex: Knex, nowMs: number): Promise<Pause[]> {
  const rows: PauseRow[] = await knex('pauses')
    .where(either => either.whereNull('until').orWhere('until', '>', nowMs))
    .orderBy('target');
  return rows.map(row => ({
    target: row.target,
    reason: row.reason,
    by: row.paused_by,
    sinceMs: Number(row.paused_at),
    untilMs: row.until === null ? undefined : Number(row.until),
  }));
}
