/** npm run check: types, lint, format and dead code, each reported; all run even when one fails. */
import { join } from 'node:path';
import { runProcess, stopProcesses } from './processes.mjs';
import { root } from './root.mjs';

const bin = (...path) => [process.execPath, join(root, 'node_modules', ...path)];

const checks = {
  types: [...bin('typescript/bin/tsc'), '--project', '.'],
  lint: [...bin('@backstage/cli/bin/backstage-cli'), 'repo', 'lint', '--max-warnings', '0'],
  format: [...bin('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn'],
  'dead code': [...bin('knip/bin/knip.js'), '--no-config-hints'],
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    stopProcesses();
    process.exit(130);
  });
}

const failed = [];
const lines = [];
for (const [name, [command, ...args]] of Object.entries(checks)) {
  console.log(`\n=== ${name}`);
  const started = Date.now();
  const code = await runProcess(command, args, { cwd: root });
  if (code !== 0) failed.push(name);
  lines.push(
    `${name}: ${code === 0 ? 'ok' : 'FAILED'}, ${Math.round((Date.now() - started) / 1000)} s`,
  );
}
console.log(`\n${lines.join('\n')}`);
console.log(`${lines.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
