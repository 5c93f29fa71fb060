import type { BarRow, BarSegment } from './StackedBarsChart';

const mostTicksAbove = 3;

/**
 * An axis of counts: round ticks from zero, and below zero only the room that the losses need.
 *
 * @returns the ends and the ticks of the axis
 */
export function countAxis(
  rows: readonly BarRow[],
  segments: readonly BarSegment[],
): { domain: [number, number]; ticks: number[] } {
  const above = highest(rows, segments, 'above');
  const below = highest(rows, segments, 'below');
  const step = roundStep(Math.max(above, below) / mostTicksAbove);
  const ticksAbove = Math.max(1, Math.ceil(above / step));
  const ticksBelow = Math.floor(below / step);
  return {
    domain: [0 - below * 1.1, ticksAbove * step],
    ticks: Array.from(
      { length: ticksBelow + ticksAbove + 1 },
      (_, index) => (index - ticksBelow) * step,
    ),
  };
}

function highest(
  rows: readonly BarRow[],
  segments: readonly BarSegment[],
  side: BarSegment['side'],
): number {
  const keys = segments.filter(segment => segment.side === side).map(({ key }) => key);
  const sums = rows.map(({ values }) => keys.reduce((sum, key) => sum + values[key], 0));
  return Math.max(0, ...sums);
}

/** The least of 1, 2 and 5 times a power of ten that is not below a size. */
function roundStep(size: number): number {
  if (size <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(size));
  return (([1, 2, 5] as const).find(factor => factor * power >= size) ?? 10) * power;
}
