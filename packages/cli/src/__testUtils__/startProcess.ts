import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** How a process ended, and what it said. */
export type Ended = { code: number | null; stdout: string; stderr: string };

/** A process of the command line. */
export type StartedProcess = {
  ended: Promise<Ended>;
  /** Waits until it has said something on standard error. */
  untilSaid(text: string): Promise<void>;
  interrupt(): void;
};

/** Starts the command line as somebody at a terminal does. */
export function startProcess(
  args: readonly string[],
  options: { env?: Record<string, string>; cwd?: string; stdin?: string } = {},
): StartedProcess {
  const bin = resolve(__dirname, '../../bin/service-insights.cjs');
  const child = spawn(process.execPath, ['--no-warnings', bin, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, ...options.env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', chunk => (stdout += chunk));
  child.stderr.on('data', chunk => (stderr += chunk));
  child.stdin.end(options.stdin ?? '');
  const ended = once(child, 'close').then(([code]) => ({ code, stdout, stderr }));
  return {
    ended,
    async untilSaid(text) {
      while (!stderr.includes(text)) {
        const over = await Promise.race([once(child.stderr, 'data').then(() => false), ended]);
        if (over && !stderr.includes(text))
          throw new Error(`It ended, and never said ${text}: ${stderr}`);
      }
    },
    interrupt: () => void child.kill('SIGINT'),
  };
}
