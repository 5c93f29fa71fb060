import { setTimeout as sleep } from 'node:timers/promises';
import type { OperatedRun, Period } from 'backstage-plugin-service-insights-common';
import { Command } from 'commander';
import { z } from 'zod';
import { contextOf } from '../CommandContext';
import type { Output } from '../output/Output';
import type { OperatorClient } from '../portal/OperatorClient';
import { confirm } from './confirm';
import { asEstimate, describeEstimate } from './estimate';
import { checkOptions, rangeOptions } from './options';

const options = rangeOptions.and(z.object({ yes: z.boolean().default(false) }));

/** So often the portal is asked how far it is. */
const lookEveryMs = 1_000;

/** `backfill`: reads days again, and tells how far it is until they are published. */
export function backfillCommand(): Command {
  return new Command('backfill')
    .description('Read a range of days again, and wait until they are published')
    .argument('<dataset>')
    .requiredOption('--from <day>', 'the first day')
    .requiredOption('--to <day>', 'the last day')
    .option('-y, --yes', 'do not ask')
    .action(async (dataset: string, given: unknown, command: Command) => {
      const { output, portal } = contextOf(command);
      const { yes, from, to } = checkOptions(options, given);
      const client = portal();
      const range = { from, to };
      const { estimate, confirm: token } = asEstimate(await client.backfill(dataset, range));
      output.progress(describeEstimate(estimate));
      if (!yes) await confirm('Go on?');
      const answer = await client.backfill(dataset, { ...range, confirm: token });
      const enqueued = answer.status === 'enqueued' ? answer.enqueued : 0;
      output.progress(`${enqueued} runs are in the queue`);
      const { published, failed } = await untilOver(client, dataset, range, output);
      output.answer({ enqueued, published: published.length, failed }, () => [
        `${published.length} days are published.`,
        ...failed.map(({ day, source, says }) => `${day} (${source}): ${says}`),
      ]);
      if (failed.length > 0) process.exitCode = 1;
    });
}

/** Watches the newest run of each day and source until all are over. */
async function untilOver(
  client: OperatorClient,
  dataset: string,
  range: Period,
  output: Output,
): Promise<{ published: OperatedRun[]; failed: OperatedRun[] }> {
  for (let told = ''; ; await sleep(lookEveryMs)) {
    const runs = await newestRuns(client, dataset, range);
    const published = runs.filter(({ state }) => state === 'done');
    const failed = runs.filter(({ state }) => state === 'failed' || state === 'cancelled');
    const waiting = runs.length - published.length - failed.length;
    const line = `${published.length} of ${runs.length} published${failed.length > 0 ? `, ${failed.length} failed` : ''}`;
    if (line !== told) output.progress(line);
    told = line;
    if (waiting === 0) return { published, failed };
  }
}

async function newestRuns(
  client: OperatorClient,
  dataset: string,
  { from, to }: Period,
): Promise<OperatedRun[]> {
  const newest = new Map<string, OperatedRun>();
  for (let cursor: string | undefined; ;) {
    const page = await client.runs({ dataset, from, to, limit: '500', cursor });
    for (const run of page.runs) {
      const key = `${run.day} ${run.source}`;
      if (!newest.has(key)) newest.set(key, run);
    }
    if (page.nextCursor === null) return [...newest.values()];
    cursor = page.nextCursor;
  }
}
