import type { Grain } from 'backstage-plugin-service-insights-common';
import type { Words } from '../translation/useWords';

/** What a point of a series is called where it stands alone, as in a table. */
export function nameOfPoint(at: string, grain: Grain, words: Words): string {
  const name = shortNameOfPoint(at, grain, words);
  return grain === 'week' ? words.t('chart.weekOf', { day: name }) : name;
}

/** What it is called where its grain is known, as on an axis. */
export function shortNameOfPoint(at: string, grain: Grain, { format }: Words): string {
  return grain === 'month' ? format.monthOfYear(at) : format.point(at);
}
