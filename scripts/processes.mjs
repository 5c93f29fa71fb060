import { spawn } from 'node:child_process';

const running = new Set();

/**
 * Runs a command in a process group of its own, so that {@link stopProcesses} reaches whatever it started.
 *
 * @param {string} command - the program
 * @param {readonly string[]} args - its arguments
 * @param {{ env?: Record<string, string | undefined>, cwd?: string, onLine?: (line: string) => void }} options - `onLine`
 *   sees each line of standard output, which is shown as well
 * @returns {Promise<number>} the exit code; 1 when a signal ended it
 */
export function runProcess(command, args, { env = {}, cwd, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', onLine ? 'pipe' : 'inherit', 'inherit'],
      detached: process.platform !== 'win32',
    });
    running.add(child);
    let rest = '';
    child.stdout?.on('data', chunk => {
      process.stdout.write(chunk);
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(line => onLine(line));
    });
    child.once('error', error => {
      running.delete(child);
      reject(error);
    });
    child.once('close', code => {
      running.delete(child);
      if (rest !== '') onLine(rest);
      resolve(code ?? 1);
    });
  });
}

/** Ends everything {@link runProcess} started that still runs. */
export function stopProcesses() {
  for (const child of running) {
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGTERM');
    } catch {
      // It ended by itself in the meantime.
    }
  }
}
