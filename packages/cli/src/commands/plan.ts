import { formatDefinitionProblem } from 'backstage-plugin-service-insights-common';
import { planOffline, wantedBecause } from 'backstage-plugin-service-insights-backend/offline';
import { Command } from 'commander';
import { z } from 'zod';
import { CommandError } from '../CommandError';
import { contextOf } from '../CommandContext';
import { loadDefinitions } from '../offline/loadDefinitions';
import { table } from '../output/table';
import { checkOptions } from './options';

const options = z.object({
  definitions: z.array(z.string()).default([]),
  config: z.array(z.string()).optional(),
});

type PlannedDay = { dataset: string; day: string; source: string; reason: string; says: string };

/** `plan`: which days are due, and why. */
export function planCommand(): Command {
  return new Command('plan')
    .description(
      'Say which days are due and why: of a portal, or of definitions that no portal has read yet',
    )
    .argument('[dataset]', 'all when left out')
    .option('-d, --definitions <files...>', 'plan these instead of asking the portal')
    .option('-c, --config <files...>', "look up what this configuration's engines hold")
    .action(async (dataset: string | undefined, given: unknown, command: Command) => {
      const { output, portal, hasPortal } = contextOf(command);
      const { definitions: files, config } = checkOptions(options, given);
      const isOffline = files.length > 0 || config !== undefined;
      if (!isOffline && !hasPortal) {
        throw new CommandError('Plan what? Give --url, or --definitions, or --config');
      }
      const days = isOffline
        ? await planFiles({ files, config, dataset })
        : await planOf(portal(), dataset);
      output.answer(days, () =>
        days.length === 0
          ? ['Nothing is due.']
          : table(
              ['dataset', 'day', 'source', 'because'],
              days.map(({ dataset: id, day, source, says }) => [id, day, source, says]),
            ),
      );
    });
}

async function planOf(
  portal: ReturnType<ReturnType<typeof contextOf>['portal']>,
  dataset: string | undefined,
): Promise<PlannedDay[]> {
  const ids =
    dataset === undefined ? (await portal.datasets()).datasets.map(({ id }) => id) : [dataset];
  const plans = await Promise.all(
    ids.map(async id => (await portal.plan(id)).days.map(day => ({ dataset: id, ...day }))),
  );
  return plans.flat();
}

function planFiles(from: {
  files: readonly string[];
  config: readonly string[] | undefined;
  dataset: string | undefined;
}): Promise<PlannedDay[]> {
  return loadDefinitions(from, async ({ datasets, engines, nowMs }) => {
    const [problem] = datasets.refused();
    if (problem) throw new CommandError(formatDefinitionProblem(problem));
    const asked = datasets
      .all()
      .filter(({ definition }) => from.dataset === undefined || definition.id === from.dataset);
    if (asked.length === 0) throw new CommandError(`There is no dataset ${from.dataset}`);
    const plans = await Promise.all(
      asked.map(async loaded =>
        (await planOffline(loaded, engines, nowMs)).map(day => ({
          dataset: loaded.definition.id,
          ...day,
          says: wantedBecause(day.reason),
        })),
      ),
    );
    return plans.flat();
  });
}
