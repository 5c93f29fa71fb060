import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { root } from './root.mjs';

const built = join(root, 'packages/app/dist/index.html.tmpl');
const stamp = join(root, 'node_modules/.cache/service-insights/app-build');

/** What the app is made of, besides its dependencies, which the lockfile names. */
const sources = [
  'packages/app/src',
  'packages/app/public',
  'packages/app/package.json',
  'plugins/service-insights/src',
  'plugins/service-insights/package.json',
  'plugins/service-insights-common/src',
  'package-lock.json',
];

/**
 * Builds the portal's pages, unless they were built from the very same sources.
 *
 * @param {(line: string) => void} log
 */
export async function buildApp(log) {
  const checksum = await checksumOf(sources);
  const last = await readFile(stamp, 'utf8').catch(() => undefined);
  if (last === checksum && existsSync(built)) return;
  const startMs = Date.now();
  log('App: building');
  await backstageCli(['package', 'build'], join(root, 'packages/app'));
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, checksum);
  log(`App: built in ${((Date.now() - startMs) / 1000).toFixed(1)} s`);
}

async function checksumOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of await filesUnder(join(root, path))) {
      hash.update(relative(root, file)).update(await readFile(file));
    }
  }
  return hash.digest('hex');
}

async function filesUnder(path) {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return [path];
  return entries
    .filter(entry => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Says what the build printed only when it failed: it lists every file it makes. */
function backstageCli(args, cwd) {
  const cli = join(root, 'node_modules/@backstage/cli/bin/backstage-cli');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd });
    let output = '';
    child.stdout.on('data', chunk => (output += chunk));
    child.stderr.on('data', chunk => (output += chunk));
    child.once('error', reject);
    child.once('close', code =>
      code === 0 ? resolve() : reject(new Error(`The app could not be built:\n${output}`)),
    );
  });
}
