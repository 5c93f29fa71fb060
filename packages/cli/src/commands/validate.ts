import { formatDefinitionProblem } from 'backstage-plugin-service-insights-common';
import { Command } from 'commander';
import { z } from 'zod';
import { contextOf } from '../CommandContext';
import { loadDefinitions } from '../offline/loadDefinitions';
import { checkOptions } from './options';

const options = z.object({ config: z.array(z.string()).optional() });

/** `validate`: checks definitions with the loader's own messages. */
export function validateCommand(): Command {
  return new Command('validate')
    .description('Check definitions, and say of each problem where it is')
    .argument('[files...]', "YAML or JSON files, or globs; the configuration's when left out")
    .option('-c, --config <files...>', "ask this configuration's engines, too")
    .action(async (files: string[], given: unknown, command: Command) => {
      const { output } = contextOf(command);
      const { config } = checkOptions(options, given);
      await loadDefinitions({ files, config }, async ({ datasets }) => {
        const loaded = datasets.all().map(({ definition }) => definition.id);
        const problems = datasets.refused();
        output.answer({ datasets: loaded, problems }, () => [
          ...problems.map(formatDefinitionProblem),
          ...loaded.map(id => `${id}: fine`),
        ]);
        if (problems.length > 0) process.exitCode = 1;
      });
    });
}
