import { createInterface } from 'node:readline/promises';
import { CommandError } from '../CommandError';

/**
 * Asks whether to go on.
 *
 * @throws CommandError when the answer is not yes, or when nobody can be asked
 */
export async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) throw new CommandError(`${question} Say --yes to go on`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new CommandError('Nothing was done');
  } finally {
    terminal.close();
  }
}
