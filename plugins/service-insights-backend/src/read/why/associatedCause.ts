import type { AssociatedCause, Day } from 'backstage-plugin-service-insights-common';
import type { Place } from '../PeriodRollup';
import type { Cause, Segment } from './Cause';

type Dimension = AssociatedCause['dimensions'][number];

/** The most causes an answer names: of real incidents, the right one is among the first three. */
export const mostCauses = 3;

const byConfidence: readonly Cause['confidence'][] = ['main', 'likely', 'broad'];

/** Puts lists of causes into one: those that are surest first, and of these what scores best. */
export function bestCauses(...lists: readonly Cause[][]): Cause[] {
  return lists
    .flat()
    .sort(
      (a, b) =>
        byConfidence.indexOf(a.confidence) - byConfidence.indexOf(b.confidence) ||
        b.score - a.score,
    )
    .slice(0, mostCauses);
}

/** Only the causes that stand out. */
export function standingOut(causes: readonly Cause[]): Cause[] {
  return causes.filter(({ confidence }) => confidence !== 'broad');
}

/** A cause as it is answered. */
export function associatedCause(cause: Cause, since: Day | undefined): AssociatedCause {
  const { dimensions, elements, before, now, specific, broad, confidence } = cause;
  return {
    dimensions: dimensions.filter(isDimension),
    elements: elements.map(values => [...values]),
    before,
    now,
    specific,
    broad,
    confidence,
    since: since ?? null,
  };
}

function isDimension(name: string): name is Dimension {
  return ['operation', 'region', 'error', 'customer'].includes(name);
}

/** Whether calls of a place belong to a cause. */
export function belongsTo(cause: Pick<Cause, 'dimensions' | 'elements'>) {
  const valueOf = ({ operation, region, error }: Place, dimension: string) => {
    if (dimension === 'operation') return operation;
    return dimension === 'region' ? region : error;
  };
  const keys = new Set(cause.elements.map(values => JSON.stringify(values)));
  return (place: Place) =>
    keys.has(JSON.stringify(cause.dimensions.map(dimension => valueOf(place, dimension))));
}

/** Whether a segment is a part of a cause. */
export function isIn(
  { values }: Segment,
  { dimensions, elements }: Pick<Cause, 'dimensions' | 'elements'>,
): boolean {
  const own = JSON.stringify(dimensions.map(dimension => values[dimension]));
  return elements.some(element => JSON.stringify(element) === own);
}
