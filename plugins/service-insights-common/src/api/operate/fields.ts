import { z } from 'zod';
import { isDay } from '../../days';

/** A number of things. */
export const count = z.int().min(0);

/** An instant of an answer. */
export const instant = z.iso.datetime();

/** A day of an answer. */
export const dayOfAnswer = z.iso.date();

/** A day that is given. */
export const day = z.string().refine(isDay, { error: 'must be a day as 2026-03-14' });

/** An instant that is given, with any offset. */
export const instantGiven = z.iso.datetime({
  offset: true,
  error: 'must be an instant as 2026-03-14T09:00:00Z',
});

/** The id of a dataset that is given. */
export const datasetId = z
  .string()
  .min(1, { error: 'must be the id of a dataset' })
  .max(63, { error: 'must be the id of a dataset' });
