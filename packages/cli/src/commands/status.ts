import { Command } from 'commander';
import { CommandError } from '../CommandError';
import { contextOf } from '../CommandContext';
import { usdText } from '../output/amounts';

/** `status`: how datasets are doing. */
export function statusCommand(): Command {
  return new Command('status')
    .description('Say how the datasets of a portal are doing')
    .argument('[dataset]', 'all when left out')
    .action(async (dataset: string | undefined, _given: unknown, command: Command) => {
      const { output, portal } = contextOf(command);
      const status = await portal().datasets();
      const datasets = status.datasets.filter(({ id }) => dataset === undefined || id === dataset);
      if (datasets.length === 0 && dataset !== undefined) {
        throw new CommandError(`There is no dataset ${dataset}`);
      }
      output.answer({ ...status, datasets }, () => [
        ...datasets.flatMap(({ id, says, spend }) => [
          `${id}: ${usdText(spend.month.usd)} in ${spend.month.span}`,
          ...says.map(line => `  ${line}`),
        ]),
        ...status.refused.map(({ origin, path, message }) =>
          ['Refused', origin, path, message].filter(Boolean).join(': '),
        ),
      ]);
    });
}
