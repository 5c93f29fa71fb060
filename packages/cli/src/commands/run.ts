import { formatDefinitionProblem } from 'backstage-plugin-service-insights-common';
import {
  runOffline,
  type LoadedDataset,
  type OfflineDay,
} from 'backstage-plugin-service-insights-backend/offline';
import { Command } from 'commander';
import { z } from 'zod';
import { CommandError } from '../CommandError';
import { contextOf } from '../CommandContext';
import { loadDefinitions } from '../offline/loadDefinitions';
import { bytesText, usdText } from '../output/amounts';
import { checkOptions, dayOption } from './options';

const options = z.object({
  day: dayOption,
  source: z.string().optional(),
  definitions: z.array(z.string()).default([]),
  config: z.array(z.string()).default([]),
});

/** `run`: reads one day on the engine of a configuration, and keeps nothing. */
export function runCommand(): Command {
  return new Command('run')
    .description('Read one day on the configured engine, and print what it holds and what it cost')
    .argument('<dataset>')
    .requiredOption('--day <day>', 'the day to read')
    .option('--source <source>', 'which source, where the dataset has several')
    .option('-d, --definitions <files...>', "definitions; the configuration's when left out")
    .option('-c, --config <files...>', 'configuration; app-config.yaml when left out')
    .action(async (dataset: string, given: unknown, command: Command) => {
      const { output } = contextOf(command);
      const { day, definitions, config, source: sourceName } = checkOptions(options, given);
      await loadDefinitions(
        { files: definitions, config },
        async ({ datasets, engines, portal }) => {
          const loaded = datasets.find(dataset);
          if (!loaded) {
            const known = datasets.all().map(({ definition }) => definition.id);
            const problems = datasets.refused().map(formatDefinitionProblem);
            throw new CommandError(
              [`There is no dataset ${dataset}; there are ${known.join(', ')}`, ...problems].join(
                '\n',
              ),
            );
          }
          const source = sourceOf(loaded, sourceName);
          const engine = engines.get(source.engine);
          if (!engine || !portal) throw new CommandError(`There is no engine ${source.engine}`);
          const { logger, signal } = portal;
          const startedAt = performance.now();
          const ended = await runOffline(loaded, source, day, {
            engine,
            logger,
            signal,
            started: () =>
              output.progress(`${engine.name} reads ${day} of ${dataset}; Ctrl-C stops it`),
          });
          const durationMs = Math.round(performance.now() - startedAt);
          output.answer({ dataset, day, source: source.name, durationMs, ...ended }, () =>
            describe(ended, durationMs),
          );
          if (ended.state !== 'succeeded') process.exitCode = signal.aborted ? 130 : 1;
        },
      );
    });
}

function sourceOf({ definition, sources }: LoadedDataset, name: string | undefined) {
  const source = name === undefined ? sources[0] : sources.find(one => one.name === name);
  if (source !== undefined && (name !== undefined || sources.length === 1)) return source;
  const known = sources.map(one => one.name).join(', ');
  throw new CommandError(`Which source of ${definition.id}? Give --source: ${known}`);
}

function describe(ended: OfflineDay, durationMs: number): string[] {
  const cost = ended.cost
    ? `${bytesText(ended.cost.bytesScanned)} read, ${bytesText(ended.cost.bytesBilled)} billed, ${usdText(ended.cost.usd)}`
    : 'The cost is not known';
  const took = `${(durationMs / 1_000).toFixed(1)} s`;
  if (ended.state !== 'succeeded') return [`${ended.state}: ${ended.reason}`, `${cost}, ${took}`];
  const { totals } = ended;
  const count = (number: number) => number.toLocaleString('en-US');
  return [
    `calls             ${count(totals.calls)}`,
    ...Object.entries(totals.outcomes).map(
      ([name, calls]) => `  ${name.padEnd(16)}${count(calls)}`,
    ),
    `services          ${count(totals.services)}`,
    `customers         ${count(totals.customers)}`,
    `duplicate events  ${count(totals.duplicateEvents)}`,
    `without a service ${count(totals.unmappedEvents)}`,
    `malformed events  ${totals.malformedEvents === null ? 'unknown' : count(totals.malformedEvents)}`,
    `result rows       ${count(totals.resultRows)}`,
    `${cost}, ${took}`,
  ];
}
