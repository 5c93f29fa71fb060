import { Command } from 'commander';
import { z } from 'zod';
import { contextOf } from '../CommandContext';
import { bytesText, usdText } from '../output/amounts';
import { table } from '../output/table';
import { checkOptions } from './options';

const options = z.object({
  dataset: z.string().optional(),
  state: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  source: z.string().optional(),
  since: z.string().optional(),
  limit: z.string().optional(),
  cursor: z.string().optional(),
});

/** `runs`: the ledger, the newest first. */
export function runsCommand(): Command {
  return new Command('runs')
    .description('List the runs of a portal, the newest first')
    .option('--dataset <id>')
    .option(
      '--state <state>',
      'queued, starting, running, publishing, stopping, done, failed, cancelled',
    )
    .option('--from <day>', 'of this day of data, or a later one')
    .option('--to <day>', 'of this day of data, or an earlier one')
    .option('--source <source>')
    .option('--since <instant>', 'put into the queue since, as 2026-03-14T09:00:00Z')
    .option('--limit <number>', 'at most so many', '50')
    .option('--cursor <cursor>', 'go on after a page')
    .action(async (given: unknown, command: Command) => {
      const { output, portal } = contextOf(command);
      const answer = await portal().runs(checkOptions(options, given));
      output.answer(answer, () => [
        ...table(
          ['day', 'dataset', 'source', 'try', 'state', 'billed', 'cost', 'what'],
          answer.runs.map(run => [
            run.day,
            run.datasetId,
            run.source,
            String(run.attempt),
            run.state,
            bytesText(run.bytesBilled),
            usdText(run.usd),
            run.says,
          ]),
        ),
        ...(answer.nextCursor === null ? [] : [`There are more: --cursor ${answer.nextCursor}`]),
      ]);
    });
}
