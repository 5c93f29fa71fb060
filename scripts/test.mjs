/**
 * npm test: unit tests of all packages (with a real PostgreSQL), the cases on real data when REAL_DATA_DIR is set,
 * replicas that are restarted under load, the end-to-end test in a browser, and runs that are taken over from replicas
 * that are killed. The last line is the sum, alone. With arguments, only the unit tests they name run:
 * npm test -- plugins/service-insights-common
 */
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from './postgres.mjs';
import { runProcess, stopProcesses } from './processes.mjs';
import { root } from './root.mjs';

const filters = process.argv.slice(2);
const cleanups = [];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, async () => {
    stopProcesses();
    await cleanUp();
    process.exit(130);
  });
}

async function cleanUp() {
  for (const cleanup of cleanups.splice(0)) await cleanup().catch(console.error);
}

/** Jest over all packages, each store and migration test on SQLite and on PostgreSQL. */
async function unitTests() {
  const postgres = await startPostgres();
  cleanups.push(() => postgres.stop());
  const results = join(tmpdir(), `service-insights-jest-${process.pid}.json`);
  cleanups.push(() => rm(results, { force: true }));
  const cli = join(root, 'node_modules/@backstage/cli/bin/backstage-cli');
  const code = await runProcess(
    process.execPath,
    [
      cli,
      'repo',
      'test',
      '--watchAll=false',
      '--maxWorkers=2',
      // A test that starts a portal, or loads all modules of a page, may take its time on two cores.
      '--testTimeout=60000',
      '--json',
      `--outputFile=${results}`,
    ].concat(filters),
    {
      cwd: root,
      env: {
        NODE_ENV: 'test',
        NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --no-warnings`.trim(),
        BACKSTAGE_TEST_DISABLE_DOCKER: '1',
        BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING: postgres.connectionString,
      },
    },
  );
  const report = JSON.parse(await readFile(results, 'utf8'));
  const skipped = report.testResults.flatMap(file =>
    file.assertionResults
      .filter(test => test.status === 'pending' || test.status === 'todo')
      .map(test => test.fullName),
  );
  // A file that does not even load has no failed test of its own.
  const broken = report.testResults.filter(
    file =>
      file.status === 'failed' && file.assertionResults.every(test => test.status !== 'failed'),
  ).length;
  const failed = report.numFailedTests + broken;
  return {
    passed: report.numPassedTests,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped,
  };
}

/** A script of package.json that ends with the line 'N passed, N failed'. */
async function countedScript(script, ...args) {
  let counts;
  const code = await runProcess('npm', ['run', '--silent', script, '--', ...args], {
    cwd: root,
    onLine: line => {
      const match = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(line.trim());
      if (match) counts = match.slice(1).map(Number);
    },
  });
  const [passed = 0, failed = 0, skipped = 0] = counts ?? [];
  return {
    passed,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: skipped > 0 ? [`${skipped} of ${script}`] : [],
  };
}

function skip(reason) {
  console.log(`skipped: ${reason}`);
  return { passed: 0, failed: 0, skipped: [reason] };
}

const stages = [
  ['unit tests', unitTests],
  ...(filters.length > 0
    ? []
    : [
        [
          'cases on real data',
          () =>
            process.env.REAL_DATA_DIR
              ? countedScript('real-data')
              : skip('cases on real data, because REAL_DATA_DIR is not set'),
        ],
        ['replicas', () => countedScript('test:replicas')],
        ['end to end', () => countedScript('e2e')],
        ['takeover', () => countedScript('test:survival', '--only', 'takeover')],
      ]),
];

const outcomes = [];
for (const [name, run] of stages) {
  console.log(`\n=== ${name}`);
  const started = Date.now();
  const outcome = await run().catch(error => {
    console.error(error);
    return { passed: 0, failed: 1, skipped: [] };
  });
  outcomes.push({ name, seconds: Math.round((Date.now() - started) / 1000), ...outcome });
}
await cleanUp();

console.log('');
for (const { name, passed, failed, skipped, seconds } of outcomes) {
  console.log(
    `${name}: ${passed} passed, ${failed} failed, ${skipped.length} skipped, ${seconds} s`,
  );
  for (const test of skipped) console.log(`  skipped: ${test}`);
}
const sum = key => outcomes.reduce((total, outcome) => total + outcome[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0;
