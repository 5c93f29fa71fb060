import { Command } from 'commander';
import { z } from 'zod';
import { contextOf } from '../CommandContext';
import { checkOptions, targetOf } from './options';
import { describePauses } from './pause';

const options = z.object({ all: z.boolean().optional() });

/** `resume`: ends a pause. */
export function resumeCommand(): Command {
  return new Command('resume')
    .description('End a pause, and try a definition again that could only fail')
    .argument('[dataset]')
    .option('--all', 'a pause of all datasets')
    .action(async (dataset: string | undefined, given: unknown, command: Command) => {
      const { output, portal } = contextOf(command);
      const answer = await portal().resume(targetOf(dataset, checkOptions(options, given)));
      output.answer(answer, () => describePauses(answer));
    });
}
