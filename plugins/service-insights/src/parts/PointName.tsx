import type { Envelope, Grain } from 'backstage-plugin-service-insights-common';
import { nameOfPoint } from '../format/nameOfPoint';
import { useWords } from '../translation/useWords';
import { NarrowButton } from './NarrowButton';
import { useDaysOfPoint } from './SectionChoices';

/** The name of a point in the table of its series: on the tab it narrows everything to its days. */
export function PointName(props: { at: string; grain: Grain; meta: Envelope }) {
  const { at, grain, meta } = props;
  const name = nameOfPoint(at, grain, useWords());
  const by = useDaysOfPoint(meta, grain)?.(at);
  return by ? <NarrowButton name={name} by={by} /> : <>{name}</>;
}
