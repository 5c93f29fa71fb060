/**
 * npm run test:survival: replicas are killed, stopped and told wrong times, and their database crashes, while a fifth of
 * the engine's calls go wrong; afterwards the history must be as if nothing had happened. Ends with `N passed, N failed`.
 *
 * npm run soak is the long form, npm run soak -- --hours 1 looks for leaks; both write docs/survival.md.
 * Options: --seed N, --only points|takeover|controls|storm, --kills N, --pauses N, --terminations N, --clock-jumps N,
 * --crashes N, --rounds N, --takeovers N. SURVIVAL_KEEP_LOGS=1 keeps what replicas say.
 */
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bundle } from './bundle';
import { readCommandLine, type Wanted } from './readCommandLine';
import { playControls } from './scenarios/playControls';
import { playPoints } from './scenarios/playPoints';
import { playSteadyLoad } from './scenarios/playSteadyLoad';
import { playStorm } from './scenarios/playStorm';
import { playTakeover } from './scenarios/playTakeover';
import type { ScenarioResult, Stage } from './scenarios/Scenario';
import { openDatabaseServer } from './world/DatabaseServer';
import { writeReport } from './writeReport';

async function main() {
  const wanted = readCommandLine(process.argv.slice(2));
  console.log(`seed ${wanted.seed}`);
  const programs = await bundle();
  const server = await openDatabaseServer();
  let results: ScenarioResult[];
  try {
    results = await play({ programs, server, seed: wanted.seed }, wanted);
  } finally {
    await server.stop();
    await rm(dirname(programs.replica), { recursive: true, force: true });
  }
  if (wanted.isReported) await writeReport(results, wanted.seed);
  const checks = results.flatMap(result => result.checks);
  const failed = checks.filter(({ ok }) => !ok).length;
  console.log(`\n${checks.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && checks.length > 0 ? 0 : 1;
}

/** What mostly waits is played together; the storm has the machine, and the server it crashes, for itself. */
async function play(stage: Stage, wanted: Wanted): Promise<ScenarioResult[]> {
  const { size, scenarios, steadyMinutes } = wanted;
  if (steadyMinutes !== undefined) return [await told(playSteadyLoad(stage, steadyMinutes))];
  const together = await Promise.all([
    ...(scenarios.includes('takeover') ? [told(playTakeover(stage, size.takeovers))] : []),
    ...(scenarios.includes('points') ? [told(playPoints(stage))] : []),
  ]);
  return [
    ...together,
    ...(scenarios.includes('controls') ? [await told(playControls(stage))] : []),
    ...(scenarios.includes('storm') ? [await told(playStorm(stage, size))] : []),
  ];
}

async function told(playing: Promise<ScenarioResult>): Promise<ScenarioResult> {
  const startMs = performance.now();
  const result = await playing;
  const { scenario, checks, figures } = result;
  const seconds = Math.round((performance.now() - startMs) / 1_000);
  console.log(`\n=== ${scenario}, ${seconds} s`);
  for (const [what, figure] of Object.entries(figures)) console.log(`${what}: ${figure}`);
  for (const { name, ok, details } of checks) {
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${scenario}: ${name}`);
    for (const detail of details) console.log(`       ${detail}`);
  }
  return result;
}

main()
  .catch(error => {
    console.error(error);
    console.log('0 passed, 1 failed');
    process.exitCode = 1;
  })
  .finally(() => process.exit());
