import { isDay } from 'backstage-plugin-service-insights-common';
import { z } from 'zod';
import { CommandError } from '../CommandError';

/** A day on the command line. */
export const dayOption = z
  .string()
  .refine(isDay, { error: 'must be a day as 2026-03-14' })
  .describe('a day as 2026-03-14');

/** A range of days on the command line. */
export const rangeOptions = z
  .object({ from: dayOption, to: dayOption })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'must not be before --from' });

/**
 * Checks what commander has read.
 *
 * @throws CommandError that names each option and what it must be
 */
export function checkOptions<T extends z.ZodType>(schema: T, options: unknown): z.output<T> {
  const checked = schema.safeParse(options);
  if (checked.success) return checked.data;
  const problems = checked.error.issues.map(
    ({ path, message }) => `--${path.join('.')}: ${message}`,
  );
  throw new CommandError(problems.join('\n'));
}

/**
 * One dataset, or all of them by name of the option, so that nobody pauses everything by leaving a word out.
 *
 * @throws CommandError when neither or both are given
 */
export function targetOf(
  dataset: string | undefined,
  options: { all?: boolean },
): string | undefined {
  if ((dataset === undefined) === (options.all !== true)) {
    throw new CommandError('Which dataset? Name one, or say --all');
  }
  return dataset;
}
