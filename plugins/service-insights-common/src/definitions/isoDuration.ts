import { z } from 'zod';

const pattern = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/;

/** An ISO 8601 duration of days, hours and minutes, as `PT6H` or `P1DT12H`. */
export const isoDuration = z
  .string()
  .refine(text => text !== 'P' && !text.endsWith('T') && pattern.test(text), {
    error: 'must be an ISO 8601 duration of days, hours and minutes, as PT6H or P1DT12H',
  });

/**
 * The length of a duration that {@link isoDuration} accepted.
 *
 * @param text - as `PT6H`
 * @returns milliseconds
 * @public
 */
export function isoDurationMs(text: string): number {
  const [, days, hours, minutes] = pattern.exec(text) ?? [];
  return ((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)) * 60_000;
}
