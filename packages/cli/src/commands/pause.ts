import type { PausesAnswer } from 'backstage-plugin-service-insights-common';
import { Command } from 'commander';
import { z } from 'zod';
import { contextOf } from '../CommandContext';
import { checkOptions, targetOf } from './options';

const options = z.object({
  all: z.boolean().optional(),
  reason: z.string(),
  until: z.string().optional(),
});

/** `pause`: starts no more runs. */
export function pauseCommand(): Command {
  return new Command('pause')
    .description('Start no more runs; what is published stays, and what runs goes on')
    .argument('[dataset]')
    .option('--all', 'all datasets')
    .requiredOption('--reason <text>', 'why, for whoever wonders')
    .option('--until <instant>', 'when it ends by itself, as 2026-03-14T09:00:00Z')
    .action(async (dataset: string | undefined, given: unknown, command: Command) => {
      const { output, portal } = contextOf(command);
      const { all, reason, until } = checkOptions(options, given);
      const answer = await portal().pause(targetOf(dataset, { all }), { reason, until });
      output.answer(answer, () => describePauses(answer));
    });
}

/** The pauses that hold, a line each. */
export function describePauses({ pauses }: PausesAnswer): string[] {
  if (pauses.length === 0) return ['Nothing is paused.'];
  return pauses.map(
    ({ dataset, by, reason, until }) =>
      `${dataset ?? 'Everything'} is paused by ${by} ${until === null ? 'until resumed' : `until ${until}`}: ${reason}`,
  );
}
