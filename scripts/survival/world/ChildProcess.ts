import { fork, spawnSync, type ChildProcess as Child } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** A child of this process that is told things and reports back; it ends when this process does. */
export class ChildProcess {
  readonly #child: Child;
  #hasEnded = false;

  constructor(
    script: string,
    options: {
      env: Record<string, string>;
      log: Writable;
      execArgv?: string[];
      onReport(report: unknown): void;
      onEnd?(how: { code: number | null; signal: string | null }): void;
    },
  ) {
    this.#child = fork(script, [], {
      env: { ...process.env, ...options.env },
      execArgv: options.execArgv ?? [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Ctrl-C is for the parent alone, whose end ends its children.
      detached: true,
    });
    this.#child.stdout?.pipe(options.log, { end: false });
    this.#child.stderr?.pipe(options.log, { end: false });
    this.#child.on('message', options.onReport);
    // A child that is killed takes its half of the channel along.
    this.#child.on('error', () => {});
    this.#child.once('exit', (code, signal) => {
      this.#hasEnded = true;
      options.onEnd?.({ code, signal });
    });
    const end = () => this.signal('SIGKILL');
    process.once('exit', end);
    this.#child.once('exit', () => process.removeListener('exit', end));
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.#hasEnded) this.#child.kill(signal);
  }

  /** Whether the system has it stopped. */
  isStopped(): boolean {
    if (this.#hasEnded) return false;
    const { stdout } = spawnSync('ps', ['-o', 'state=', '-p', String(this.#child.pid)]);
    return stdout.toString().trim().startsWith('T');
  }

  tell(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  async ended(): Promise<void> {
    if (!this.#hasEnded) await once(this.#child, 'exit');
  }
}
