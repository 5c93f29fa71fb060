import type { Envelope, Grain } from 'backstage-plugin-service-insights-common';
import { createContext, useContext, useState } from 'react';
import { periodOfPoint } from '../charts/periodOfPoint';
import type { FailureOutcome } from '../failures/FailureOutcome';
import type { Measure } from '../usage/MeasureToggle';

/** What the whole tab can be narrowed to. */
export type Narrowing = {
  operation?: string;
  region?: string;
  customer?: string;
  outcome?: FailureOutcome;
  days?: Envelope['period'];
};

/** Which retention is shown, and the trend of which interval. */
export type RetentionChoice = { kind: 'exact' | 'unbounded'; trend: number };

/** What the sections of the tab share; cards on their own have none of it. */
export type SectionChoices = {
  measure: Measure;
  setMeasure(measure: Measure): void;
  retention: RetentionChoice;
  setRetention(choice: RetentionChoice): void;
  /** Which failures are shown: all of them when left out. */
  outcome?: FailureOutcome;
  setOutcome(outcome: FailureOutcome | undefined): void;
  /** Absent where nothing can be chosen, as on paper. */
  narrow?(by: Narrowing): void;
};

const Context = createContext<SectionChoices | undefined>(undefined);

/** Gives sections the choices of their tab. */
export const SectionChoicesProvider = Context.Provider;

/** What the usage chart counts: as the tab says, or a card's own choice. */
export function useMeasure(): [Measure, (measure: Measure) => void] {
  const own = useState<Measure>('calls');
  const shared = useContext(Context);
  return shared ? [shared.measure, shared.setMeasure] : own;
}

/** Which retention is shown. */
export function useRetentionChoice(): [RetentionChoice, (choice: RetentionChoice) => void] {
  const own = useState<RetentionChoice>({ kind: 'exact', trend: 1 });
  const shared = useContext(Context);
  return shared ? [shared.retention, shared.setRetention] : own;
}

/** Which failures are shown: as the tab says, or a card's own choice. */
export function useOutcome(): [
  FailureOutcome | undefined,
  (outcome: FailureOutcome | undefined) => void,
] {
  const own = useState<FailureOutcome>();
  const shared = useContext(Context);
  return shared ? [shared.outcome, shared.setOutcome] : own;
}

/** Narrows the tab; absent where there is none to narrow. */
export function useNarrow(): SectionChoices['narrow'] | undefined {
  return useContext(Context)?.narrow;
}

/**
 * What a point of a series narrows the tab to: its days.
 *
 * @returns nothing where there is no tab, and for points that cannot be looked at more closely
 */
export function useDaysOfPoint(
  { period }: Envelope,
  grain: Grain,
): ((at: string) => Narrowing | undefined) | undefined {
  const narrow = useNarrow();
  if (!narrow || grain === 'hour') return undefined;
  return at => {
    const days = periodOfPoint(at, grain, period);
    return days && { days };
  };
}

/** Narrows the tab to the days of a point that is chosen in a chart; absent where that cannot be. */
export function usePickPoint(meta: Envelope, grain: Grain): ((at: string) => void) | undefined {
  const narrow = useNarrow();
  const daysOf = useDaysOfPoint(meta, grain);
  if (!narrow || !daysOf) return undefined;
  return at => {
    const by = daysOf(at);
    if (by) narrow(by);
  };
}
