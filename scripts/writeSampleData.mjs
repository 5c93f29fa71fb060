import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root, typescript } from './root.mjs';

/** The day so many days before today, in UTC. */
export function daysAgo(count) {
  return new Date(Date.now() - count * 86_400_000).toISOString().slice(0, 10);
}

/** The last day that is over. */
export function yesterday() {
  return daysAgo(1);
}

/**
 * Writes the demo's logs through yesterday; days that are there already are left alone.
 *
 * @param {string} directory
 * @param {(line: string) => void} log
 */
export function writeSampleData(directory, log) {
  const main = join(root, 'packages/sample-data/src/writeDemo.ts');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...typescript, main, directory, yesterday()], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface({ input: child.stdout }).on('line', log);
    child.once('error', reject);
    child.once('close', code =>
      code === 0 ? resolve() : reject(new Error('The sample data could not be written')),
    );
  });
}
