import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { root, typescript } from './root.mjs';

/**
 * Runs a server of this repository as a process that ends with this one.
 *
 * @param {readonly string[]} args - its script, which may be TypeScript, and the script's arguments
 * @param {{ env?: Record<string, string>, logFile: string, onLine: (line: string) => void }} options - everything it
 *   says goes to `logFile` too
 * @returns {{ exited: Promise<number>, stop: () => Promise<void>, kill: () => void }} `stop` lets it end in order, `kill`
 *   does not
 */
export function startChild(args, { env = {}, logFile, onLine }) {
  const child = spawn(process.execPath, [...typescript, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C reaches this process alone, which then stops the child in order.
    detached: process.platform !== 'win32',
  });
  const file = createWriteStream(logFile);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', line => {
      file.write(`${line}\n`);
      onLine(line);
    });
  }
  const exited = new Promise(resolve => child.once('close', code => resolve(code ?? 1)));
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  exited.then(() => process.removeListener('exit', kill));
  return {
    exited,
    kill,
    stop: async () => {
      child.kill('SIGTERM');
      const isOver = await Promise.race([exited.then(() => true), wait(15_000, false)]);
      if (!isOver) kill();
      await exited;
    },
  };
}
