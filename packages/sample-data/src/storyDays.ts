import { addDays, daysFrom, type Day } from 'backstage-plugin-service-insights-common';
import type { Story } from './Story';

/**
 * The first day of a story.
 *
 * @public
 */
export function firstDayOf(story: Story): Day {
  return addDays(story.lastDay, 1 - story.days);
}

/** How many days after the story's first day a day is. */
export function dayIndexOf(story: Story, day: Day): number {
  return daysFrom(firstDayOf(story), day);
}

/** How many days before the story's last day a day is; negative for the days after it. */
export function daysBeforeEnd(story: Story, day: Day): number {
  return daysFrom(day, story.lastDay);
}
