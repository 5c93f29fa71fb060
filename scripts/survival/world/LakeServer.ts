import type { Writable } from 'node:stream';
import { z } from 'zod';
import { ChildProcess } from './ChildProcess';

const execution = z.strictObject({
  id: z.string(),
  isOver: z.boolean(),
  bytesScanned: z.number(),
  bytesBilled: z.number(),
});

const report = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready'), endpoint: z.string() }),
  z.strictObject({ kind: z.literal('bill'), faults: z.number(), executions: z.array(execution) }),
]);

/** What athena-local's process says. */
export type LakeReport = z.infer<typeof report>;

/** A line of the bill. */
export type BilledExecution = z.infer<typeof execution>;

/** The bill, and how many calls were disturbed so far. */
export type Bill = { faults: number; executions: BilledExecution[] };

/** athena-local in its own process. */
export class LakeServer {
  readonly endpoint: string;
  readonly #child: ChildProcess;
  readonly #waiting: ((bill: Bill) => void)[];

  private constructor(child: ChildProcess, endpoint: string, waiting: ((bill: Bill) => void)[]) {
    this.#child = child;
    this.endpoint = endpoint;
    this.#waiting = waiting;
  }

  static async start(
    script: string,
    options: { directory: string; seed: number; speed: number; log: Writable },
  ): Promise<LakeServer> {
    const { log, ...orders } = options;
    const waiting: ((bill: Bill) => void)[] = [];
    const { child, endpoint } = await new Promise<{ child: ChildProcess; endpoint: string }>(
      (resolve, reject) => {
        const started = new ChildProcess(script, {
          env: { SURVIVAL_LAKE: JSON.stringify(orders) },
          log,
          onReport: said => {
            const told = report.parse(said);
            if (told.kind === 'bill') waiting.shift()?.(told);
            else resolve({ child: started, endpoint: told.endpoint });
          },
          onEnd: ({ code }) => reject(new Error(`athena-local ended with code ${code}`)),
        });
      },
    );
    return new LakeServer(child, endpoint, waiting);
  }

  /** Disturbs this share of all calls from now on. */
  disturb(rate: number): void {
    this.#child.tell({ kind: 'faults', rate });
  }

  bill(): Promise<Bill> {
    return new Promise(resolve => {
      this.#waiting.push(resolve);
      this.#child.tell({ kind: 'bill' });
    });
  }

  async stop(): Promise<void> {
    this.#child.signal('SIGKILL');
    await this.#child.ended();
  }
}
