/**
 * npm run test:survival: replicas are killed, stopped and told wrong times, and their database crashes, while a fifth of
 * the engine's calls go wrong; afterwards the history must be as if nothing had happened. Ends with
 * `N passed, N failed`.
 *
 * npm run soak is the long form, npm run soak -- --hours 1 looks for leaks.
 */
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from './bundle';
import { playControls } from './scenarios/playControls';
import { playPoints } from './scenarios/playPoints';
import { playSteadyLoad } from './scenarios/playSteadyLoad';
import { playStorm } from './scenarios/playStorm';
import { playTakeover } from './scenarios/playTakeover';
import type { ScenarioResult, Stage } from './scenarios/Scenario';
import { openDatabaseServer } from './world/DatabaseServer';

async function main() {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '150' },
      pauses: { type: 'string', default: '40' },
      terminations: { type: 'string', default: '15' },
      'clock-jumps': { type: 'string', default: '15' },
      crashes: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '5' },
      seed: { type: 'string', default: process.env.SEED ?? '20261121' },
      hours: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const seed = Number(values.seed);
  console.log(`seed ${seed}`);
  const programs = await bundle();
  const server = await openDatabaseServer();
  const stage: Stage = { programs, server, seed };
  const results: ScenarioResult[] = [];
  try {
    const plan = {
      kills: Number(values.kills),
      pauses: Number(values.pauses),
      terminations: Number(values.terminations),
      clockJumps: Number(values['clock-jumps']),
      crashes: Number(values.crashes),
      rounds: Number(values.rounds),
    };
    if (values.hours !== undefined) {
      results.push(await playSteadyLoad(stage, Number(values.hours) * 60));
    } else {
      if (!values.only || values.only === 'points') results.push(await playPoints(stage));
      if (!values.only || values.only === 'controls') results.push(await playControls(stage));
      if (!values.only || values.only === 'takeover') results.push(await playTakeover(stage, 2));
      if (!values.only || values.only === 'storm') results.push(await playStorm(stage, plan));
    }
  } finally {
    await server.stop();
    await rm(dirname(programs.replica), { recursive: true, force: true });
  }
  for (const { scenario, checks, figures } of results) {
    console.log(`\n${scenario}`);
    for (const [what, figure] of Object.entries(figures)) console.log(`  ${what}: ${figure}`);
    for (const { name, ok, details } of checks) {
      console.log(`${ok ? 'ok  ' : 'FAIL'} ${scenario}: ${name}`);
      for (const detail of details) console.log(`       ${detail}`);
    }
  }
  const checks = results.flatMap(result => result.checks);
  const failed = checks.filter(({ ok }) => !ok).length;
  console.log(`\n${checks.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && checks.length > 0 ? 0 : 1;
}

main()
  .catch(error => {
    console.error(error);
    console.log('0 passed, 1 failed');
    process.exitCode = 1;
  })
  .finally(() => process.exit());
