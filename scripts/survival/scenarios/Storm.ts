import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../../packages/athena-local/src/seededRandom';
import type { Replica } from '../world/Replica';
import type { World } from '../world/World';

/** What is to happen to a portal. */
export type StormPlan = {
  kills: number;
  pauses: number;
  terminations: number;
  clockJumps: number;
  crashes: number;
};

const hourMs = 3_600_000;

/** Kills, pauses, terminations, wrong clocks and crashes, one beside the other, while there is work in flight. */
export class Storm {
  readonly #world: World;
  readonly #round: number;
  #draws = 0;
  #lanes = 0;
  /** What has happened so far. */
  readonly struck: StormPlan = { kills: 0, pauses: 0, terminations: 0, clockJumps: 0, crashes: 0 };
  /** Kills that left runs behind. */
  orphaned = 0;

  constructor(world: World, round: number) {
    this.#world = world;
    this.#round = round;
  }

  get isOver(): boolean {
    return this.#lanes === 0;
  }

  start(plan: StormPlan): void {
    const { leaseMs, server } = this.#world;
    this.#lane('kills', plan, [20, 160], async replica => {
      await replica.kill();
      if (await this.#hasLeftRuns(replica)) this.orphaned += 1;
    });
    this.#lane('pauses', plan, [50, 300], async replica => {
      replica.pause();
      await sleep(leaseMs * (1.05 + this.#draw() / 2));
      replica.resume();
    });
    this.#lane('terminations', plan, [300, 1_500], replica => replica.terminate());
    this.#lane('clockJumps', plan, [200, 1_500], async replica => {
      this.#world.fleet.jump(replica, this.#draw() < 0.5 ? -hourMs : hourMs);
    });
    const { crash } = server;
    if (crash) this.#lane('crashes', plan, [500, 2_000], () => crash(100 + this.#draw() * 500));
  }

  /** Does something so many times to a replica that works, at random moments at which runs are in flight. */
  #lane(
    what: keyof StormPlan,
    plan: StormPlan,
    [least, most]: [number, number],
    strike: (replica: Replica) => Promise<void>,
  ): void {
    if (plan[what] === 0) return;
    this.#lanes += 1;
    const run = async () => {
      for (let i = 0; i < plan[what]; i += 1) {
        await this.#workInFlight();
        await sleep(least + this.#draw() * (most - least));
        await strike(await this.#victim());
        this.struck[what] += 1;
      }
      this.#lanes -= 1;
    };
    void run();
  }

  /** Somebody always survives: a portal of which no process ever gets to its work would prove nothing. */
  async #victim(): Promise<Replica> {
    for (;;) {
      const { working } = this.#world.fleet;
      if (working.length > 1) return working[Math.floor(this.#draw() * working.length)];
      await sleep(30);
    }
  }

  async #workInFlight(): Promise<void> {
    for (;;) {
      const [{ held }] = await this.#world.database.rows<{ held: number }>(
        'SELECT count(*)::integer AS held FROM runs WHERE lease_owner IS NOT NULL',
      );
      if (held > 0) return;
      await sleep(80);
    }
  }

  async #hasLeftRuns({ name }: Replica): Promise<boolean> {
    const [{ left }] = await this.#world.database.rows<{ left: number }>(
      `SELECT count(*)::integer AS left FROM runs
       WHERE lease_owner IS NOT NULL AND (
         SELECT who FROM survival.run_changes
         WHERE run_id = runs.id AND fence > old_fence ORDER BY seq DESC LIMIT 1
       ) = ?`,
      [name],
    );
    return left > 0;
  }

  #draw(): number {
    this.#draws += 1;
    return seededRandom(this.#world.seed, this.#world.name, this.#round, this.#draws);
  }
}
