import type { BackfillAnswer } from 'backstage-plugin-service-insights-common';
import { Command } from 'commander';
import { CommandError } from '../CommandError';
import { contextOf } from '../CommandContext';
import { bytesText, usdText } from '../output/amounts';
import { checkOptions, rangeOptions } from './options';

type Estimated = Extract<BackfillAnswer, { status: 'estimated' }>;

/** `estimate`: what reading days again would cost. */
export function estimateCommand(): Command {
  return new Command('estimate')
    .description('Say what reading a range of days again would cost')
    .argument('<dataset>')
    .requiredOption('--from <day>', 'the first day')
    .requiredOption('--to <day>', 'the last day')
    .action(async (dataset: string, given: unknown, command: Command) => {
      const { output, portal } = contextOf(command);
      const range = checkOptions(rangeOptions, given);
      const { estimate } = asEstimate(await portal().backfill(dataset, range));
      output.answer(estimate, () => [describeEstimate(estimate)]);
    });
}

/** An estimate in a sentence. */
export function describeEstimate({ days, runs, bytesBilled, usd, basis }: Estimated['estimate']) {
  const cost =
    bytesBilled === null || usd === null
      ? 'of unknown cost'
      : `about ${bytesText(bytesBilled)} billed, ${usdText(usd)}`;
  return `${days} days in ${runs} runs, ${cost}; by ${basis}.`;
}

/** @throws CommandError when a portal answers a question as if it were an order */
export function asEstimate(answer: BackfillAnswer): Estimated {
  if (answer.status === 'estimated') return answer;
  throw new CommandError('The portal did not answer with an estimate');
}
