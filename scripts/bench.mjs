/**
 * npm run bench -- NAME…: runs the named benchmarks of scripts/bench (all without a name) and prints one JSON object per
 * line. A benchmark is a module that exports `run(): Promise<{ name, value, goal, ok, … }[]>`.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';

const folder = join(root, 'scripts/bench');
const files = (await readdir(folder)).filter(file => /^[a-z][a-z-]*\.(ts|mjs)$/.test(file)).sort();
const known = new Map(files.map(file => [file.replace(/\.[a-z]+$/, ''), join(folder, file)]));

const names = process.argv.length > 2 ? process.argv.slice(2) : [...known.keys()];
const unknown = names.filter(name => !known.has(name));
if (unknown.length > 0) {
  console.error(
    `no benchmark is called ${unknown.join(', ')}; there are: ${[...known.keys()].join(', ')}`,
  );
  process.exit(2);
}

for (const name of names) {
  try {
    const loaded = await import(pathToFileURL(known.get(name)).href);
    const { run } = loaded.run ? loaded : loaded.default; // TypeScript is loaded as CommonJS
    for (const result of await run()) {
      console.log(JSON.stringify(result));
      if (!result.ok) process.exitCode = 1;
    }
  } catch (error) {
    console.error(error);
    console.log(JSON.stringify({ name, ok: false, error: String(error) }));
    process.exitCode = 1;
  }
}
// Plugins of a backend that was stopped leave timers behind, which would keep this process for minutes.
process.exit();
