/**
 * One UTC day as `YYYY-MM-DD`: text order is time order.
 *
 * @public
 */
export type Day = string & { readonly __day: unique symbol };

const dayMs = 86_400_000;

/**
 * Whether a text is a day of the calendar.
 *
 * @public
 */
export function isDay(text: string): text is Day {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dayOf(Date.parse(text)) === text;
}

/**
 * Takes a text for a day.
 *
 * @throws RangeError when it is none
 * @public
 */
export function toDay(text: string): Day {
  if (!isDay(text)) throw new RangeError(`'${text}' is not a day (YYYY-MM-DD)`);
  return text;
}

/**
 * The UTC day an instant falls on.
 *
 * @param epochMs - milliseconds since 1970
 * @public
 */
export function dayOf(epochMs: number): Day {
  return (Number.isFinite(epochMs) ? new Date(epochMs).toISOString().slice(0, 10) : '') as Day;
}

/**
 * The first instant of a day.
 *
 * @returns milliseconds since 1970
 * @public
 */
export function startOfDay(day: Day): number {
  return Date.parse(day);
}

/**
 * The day so many days later, or earlier when negative.
 *
 * @public
 */
export function addDays(day: Day, count: number): Day {
  return dayOf(Date.parse(day) + count * dayMs);
}

/**
 * How many days lie from one day to another: 0 for the same day.
 *
 * @public
 */
export function daysFrom(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}

/**
 * Every day from the first to the last, both included; none when they are the wrong way round.
 *
 * @public
 */
export function eachDay(from: Day, to: Day): Day[] {
  return Array.from({ length: Math.max(0, daysFrom(from, to) + 1) }, (_, i) => addDays(from, i));
}
