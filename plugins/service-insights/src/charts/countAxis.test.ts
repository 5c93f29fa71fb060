import { countAxis } from './countAxis';
import type { BarSegment } from './StackedBarsChart';

const segments: BarSegment[] = [
  { key: 'stay', label: 'Stay', color: 'black', pattern: 'solid', side: 'above' },
  { key: 'come', label: 'Come', color: 'black', pattern: 'rising', side: 'above' },
  { key: 'go', label: 'Go', color: 'black', pattern: 'falling', side: 'below' },
];
const axisOf = (stay: number, come: number, go: number) =>
  countAxis([{ at: 'w', label: 'w', values: { stay, come, go } }], segments);

describe('countAxis', () => {
  it('has round ticks from zero to above the highest stack', () => {
    expect(axisOf(362, 50, 0)).toEqual({ domain: [0, 600], ticks: [0, 200, 400, 600] });
  });

  it('gives losses the room they need and no more', () => {
    expect(axisOf(362, 50, 27).domain[0]).toBeCloseTo(-29.7);
    expect(axisOf(10, 0, 12).ticks).toEqual([-10, -5, 0, 5, 10]);
  });

  it('never has fractions of customers, even without any', () => {
    expect(axisOf(0, 0, 0)).toEqual({ domain: [0, 1], ticks: [0, 1] });
    expect(axisOf(2, 0, 0).ticks).toEqual([0, 1, 2]);
  });
});
