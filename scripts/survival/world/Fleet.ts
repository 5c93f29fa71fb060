import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReplicaOrders } from '../replica/orders';
import { Replica } from './Replica';

/** What all replicas of a fleet are told alike. */
export type FleetOrders = Omit<ReplicaOrders, 'name' | 'shiftMs' | 'jumpMs' | 'trap'>;

/** The replicas of one portal: so many places, each held by one process after the other. */
export class Fleet {
  readonly #script: string;
  readonly #orders: FleetOrders;
  readonly #log: Writable;
  readonly #places = new Map<number, Replica>();
  readonly #faults: string[] = [];
  #shiftMs = 0;
  #started = 0;
  #isClosing = false;

  constructor(script: string, orders: FleetOrders, log: Writable) {
    this.#script = script;
    this.#orders = orders;
    this.#log = log;
  }

  /** How many processes were ever started. */
  get started(): number {
    return this.#started;
  }

  /** Replicas that ended though nobody told them to. */
  get faults(): readonly string[] {
    return this.#faults;
  }

  get replicas(): Replica[] {
    return [...this.#places.values()];
  }

  /** Those that work at the moment. */
  get working(): Replica[] {
    return this.replicas.filter(({ isReady, isPaused }) => isReady && !isPaused);
  }

  async open(places: number): Promise<void> {
    for (let place = 0; place < places; place += 1) void this.#keep(place);
    while (this.working.length < places) await sleep(20);
  }

  /** Sets the portal's clock, and that of every replica: their own errors are forgotten. */
  setClock(shiftMs: number): void {
    this.#shiftMs = shiftMs;
    for (const replica of this.replicas) replica.tell({ kind: 'clock', shiftMs, jumpMs: 0 });
  }

  /** Lets the clock of one replica be wrong until the portal's is set again. */
  jump(replica: Replica, jumpMs: number): void {
    replica.tell({ kind: 'clock', shiftMs: this.#shiftMs, jumpMs });
  }

  /** Starts a process that nobody keeps alive. */
  start(more: Pick<ReplicaOrders, 'trap'> & { jumpMs?: number }): Replica {
    this.#started += 1;
    return new Replica(
      this.#script,
      {
        ...this.#orders,
        name: `replica-${this.#started}`,
        shiftMs: this.#shiftMs,
        jumpMs: 0,
        ...more,
      },
      this.#log,
    );
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(this.replicas.map(replica => replica.kill()));
  }

  /** A place whose process ends gets another one, as an orchestrator would do it. */
  async #keep(place: number): Promise<void> {
    while (!this.#isClosing) {
      const replica = this.start({});
      this.#places.set(place, replica);
      await replica.ended();
      if (replica.endedByItself) this.#faults.push(`${replica.name} ended by itself`);
      if (!(await replica.ready())) await sleep(100);
    }
  }
}
