import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { z } from 'zod';
import { contextOf } from '../CommandContext';
import { confirm } from './confirm';
import { checkOptions, targetOf } from './options';

const options = z.object({
  all: z.boolean().optional(),
  customer: z.string(),
  yes: z.boolean().default(false),
});

/** `erase`: forgets a customer. */
export function eraseCommand(): Command {
  return new Command('erase')
    .description('Forget a customer: the key goes, the counts stay')
    .argument('[dataset]')
    .option('--all', 'in all datasets')
    .requiredOption(
      '--customer <key>',
      'the key, as events hold it; - reads it from standard input',
    )
    .option('-y, --yes', 'do not ask')
    .action(async (dataset: string | undefined, given: unknown, command: Command) => {
      const { output, portal } = contextOf(command);
      const { all, customer, yes } = checkOptions(options, given);
      const target = targetOf(dataset, { all });
      const key = customer === '-' ? (await text(process.stdin)).trim() : customer;
      if (!yes) await confirm('This cannot be undone. Go on?');
      const answer = await portal().erase({ dataset: target, customer: key });
      output.answer(answer, () =>
        answer.datasets.map(({ id, found }) => `${id}: ${found ? 'forgotten' : 'not known'}`),
      );
    });
}
