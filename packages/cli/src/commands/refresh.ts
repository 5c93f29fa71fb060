import { Command } from 'commander';
import { contextOf } from '../CommandContext';

/** `refresh`: plans a dataset now. */
export function refreshCommand(): Command {
  return new Command('refresh')
    .description('Put into the queue what is due of a dataset, now')
    .argument('<dataset>')
    .action(async (dataset: string, _given: unknown, command: Command) => {
      const { output, portal } = contextOf(command);
      const answer = await portal().refresh(dataset);
      output.answer(answer, () => [
        answer.enqueued === 0 ? 'Nothing is due.' : `${answer.enqueued} runs are in the queue.`,
      ]);
    });
}
