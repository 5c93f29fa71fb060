import type { Command } from 'commander';
import { z } from 'zod';
import { CommandError } from './CommandError';
import { terminalOutput, type Output } from './output/Output';
import { OperatorClient } from './portal/OperatorClient';

const globalOptions = z.object({
  url: z.string().optional(),
  token: z.string().optional(),
  json: z.boolean().default(false),
});

/** What every command has. */
export type CommandContext = {
  output: Output;
  /** Whether a portal was named. */
  hasPortal: boolean;
  /** @throws CommandError when no portal was named, or no token given */
  portal(): OperatorClient;
};

/** The context of a command, by the options given before and after its name. */
export function contextOf(command: Command): CommandContext {
  const { url, token, json } = globalOptions.parse(command.optsWithGlobals());
  return {
    output: terminalOutput({ json }),
    hasPortal: url !== undefined,
    portal() {
      if (url === undefined) {
        throw new CommandError('Which portal? Give --url, or set SERVICE_INSIGHTS_URL');
      }
      if (token === undefined) {
        throw new CommandError('Who are you? Give --token, or set SERVICE_INSIGHTS_TOKEN');
      }
      return new OperatorClient(url, token);
    },
  };
}
