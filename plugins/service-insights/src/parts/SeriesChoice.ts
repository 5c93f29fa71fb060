import { useState } from 'react';

/** Which series of a chart is shown alone, if one is, and how the legend changes that. */
export type SeriesChoice = {
  only: string | undefined;
  show(only: string | undefined): void;
};

/** A chart's own choice, where its series are no filter of the tab. */
export function useSeriesChoice(): SeriesChoice {
  const [only, show] = useState<string>();
  return { only, show };
}

/** The series that are shown: all of them, or the chosen one alone. */
export function shownOf<S extends { key: string }>(
  series: readonly S[],
  { only }: SeriesChoice,
): readonly S[] {
  const chosen = series.filter(({ key }) => key === only);
  return chosen.length > 0 ? chosen : series;
}
