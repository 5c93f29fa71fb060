import type { Writable } from 'node:stream';
import {
  replicaReportSchema,
  type ReplicaMessage,
  type ReplicaOrders,
  type ReplicaReport,
} from '../replica/orders';
import { ChildProcess } from './ChildProcess';

export type MemorySample = Extract<ReplicaReport, { kind: 'sample' }>;

/** A replica as its parent sees it. */
export class Replica {
  readonly name: string;
  /** Named points it has passed. */
  readonly passed = new Set<string>();
  readonly #child: ChildProcess;
  readonly #ready: Promise<boolean>;
  readonly #samples: ((sample: MemorySample) => void)[] = [];
  #isReady = false;
  #isPaused = false;
  #isExpectedToEnd = false;
  #endedByItself = false;
  #signal: string | null = null;

  constructor(script: string, orders: ReplicaOrders, log: Writable) {
    this.name = orders.name;
    let settle = (_isReady: boolean) => {};
    this.#ready = new Promise(resolve => {
      settle = resolve;
    });
    this.#child = new ChildProcess(script, {
      env: { NODE_ENV: 'production', SURVIVAL_ORDERS: JSON.stringify(orders) },
      execArgv: ['--expose-gc'],
      log,
      onReport: said => {
        const report = replicaReportSchema.parse(said);
        if (report.kind === 'passed') this.passed.add(report.point);
        if (report.kind === 'sample') this.#samples.shift()?.(report);
        if (report.kind === 'ready') {
          this.#isReady = true;
          settle(true);
        }
      },
      onEnd: ({ signal }) => {
        this.#signal = signal;
        // One that cannot start while the database is down ends, as a portal does, and is started again.
        this.#endedByItself = this.#isReady && !this.#isExpectedToEnd && signal === null;
        settle(false);
      },
    });
  }

  get isReady(): boolean {
    return this.#isReady && !this.#child.hasEnded;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  get hasEnded(): boolean {
    return this.#child.hasEnded;
  }

  /** Whether it ended though nobody told it to. */
  get endedByItself(): boolean {
    return this.#endedByItself;
  }

  /** Whether its own trap killed it. */
  get wasKilled(): boolean {
    return this.#signal === 'SIGKILL';
  }

  /** @returns whether it started */
  ready(): Promise<boolean> {
    return this.#ready;
  }

  ended(): Promise<void> {
    return this.#child.ended();
  }

  tell(message: ReplicaMessage): void {
    this.#child.tell(message);
  }

  sample(): Promise<MemorySample> {
    return new Promise(resolve => {
      this.#samples.push(resolve);
      this.tell({ kind: 'sample' });
    });
  }

  async kill(): Promise<void> {
    this.#isExpectedToEnd = true;
    this.#child.signal('SIGKILL');
    await this.#child.ended();
  }

  async terminate(): Promise<void> {
    this.#isExpectedToEnd = true;
    this.#child.signal('SIGTERM');
    await this.#child.ended();
  }

  /** Whether its own trap stopped it. */
  isStopped(): boolean {
    return this.#child.isStopped();
  }

  pause(): void {
    this.#isPaused = true;
    this.#child.signal('SIGSTOP');
  }

  resume(): void {
    this.#isPaused = false;
    this.#child.signal('SIGCONT');
  }
}
