import { Command, Option } from 'commander';
import { CommandError } from './CommandError';
import { backfillCommand } from './commands/backfill';
import { eraseCommand } from './commands/erase';
import { estimateCommand } from './commands/estimate';
import { pauseCommand } from './commands/pause';
import { planCommand } from './commands/plan';
import { refreshCommand } from './commands/refresh';
import { resumeCommand } from './commands/resume';
import { runCommand } from './commands/run';
import { runsCommand } from './commands/runs';
import { statusCommand } from './commands/status';
import { validateCommand } from './commands/validate';

/**
 * Carries out a command line and ends the process: with 0 when all went well, else with 1.
 *
 * @param argv - as `process.argv`
 * @internal
 */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  const program = new Command('service-insights')
    .description('Checks definitions of service insights, and operates a portal that serves them')
    .addOption(new Option('--url <url>', "of the portal's backend").env('SERVICE_INSIGHTS_URL'))
    .addOption(new Option('--token <token>', 'to sign in with').env('SERVICE_INSIGHTS_TOKEN'))
    .option('--json', 'answer as JSON');
  for (const command of [
    validateCommand(),
    planCommand(),
    runCommand(),
    statusCommand(),
    runsCommand(),
    refreshCommand(),
    estimateCommand(),
    backfillCommand(),
    pauseCommand(),
    resumeCommand(),
    eraseCommand(),
  ]) {
    program.addCommand(command);
  }
  try {
    await program.parseAsync(argv);
    process.exit();
  } catch (error) {
    const text = error instanceof CommandError ? error.message : describe(error);
    process.stderr.write(`${text}\n`);
    process.exit(1);
  }
}

/** What nobody expected is told in full: there is no log to look it up in. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'EngineError' || error.name === 'InputError'
    ? error.message
    : (error.stack ?? error.message);
}
