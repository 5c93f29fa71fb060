/**
 * npm run real-data [folder…]: takes each folder of cases the whole way and compares what the API says with what is known.
 * A folder holds cases in sub-folders, or is a case itself; without one it is the project's own.
 */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readCase } from './readCase';
import { runCase, type CaseResult } from './runCase';

/** The most differences of one case that are printed. */
const mostLines = 200;

async function main(folders: readonly string[], directory: string): Promise<boolean> {
  const cases = (await Promise.all(folders.map(casesIn))).flat();
  const results: CaseResult[] = [];
  for (const folder of cases) {
    const started = Date.now();
    const result = await run(folder, directory);
    results.push(result);
    for (const problem of result.problems.slice(0, mostLines)) print(`${folder}: ${problem}`);
    if (result.problems.length > mostLines) {
      print(`${folder}: and ${result.problems.length - mostLines} more`);
    }
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    print(`${folder}: ${result.passed} passed, ${result.failed} failed, ${seconds} s\n`);
  }
  const sum = (key: 'passed' | 'failed') => results.reduce((total, one) => total + one[key], 0);
  print(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 && sum('passed') > 0;
}

async function run(folder: string, directory: string): Promise<CaseResult> {
  const read = await readCase(folder);
  if (!read.ok) return { passed: 0, failed: 1, problems: read.problems };
  return runCase(read.case, directory);
}

/** The folder itself when it is a case, else its sub-folders. */
async function casesIn(folder: string): Promise<string[]> {
  if (
    ['definition.yaml', 'engine.yaml', 'expect.json'].some(file => existsSync(join(folder, file)))
  ) {
    return [folder];
  }
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(entry => join(folder, entry.name))
    .sort();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const directory = process.env.REAL_DATA_DIR;
// The portals' own chatter would drown the lines that matter.
process.env.LOG_LEVEL ??= 'error';

if (directory) {
  const folders = process.argv.slice(2);
  main(folders.length > 0 ? folders : ['cases'], resolve(directory)).then(
    // A portal's timers must not keep the process.
    ok => process.exit(ok ? 0 : 1),
    error => {
      process.stderr.write(`${error}\n`);
      print('0 passed, 1 failed');
      process.exit(1);
    },
  );
} else {
  process.stderr.write('REAL_DATA_DIR must name the folder that holds the data sets\n');
  print('0 passed, 1 failed');
  process.exitCode = 1;
}
