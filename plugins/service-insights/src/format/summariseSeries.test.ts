import { series } from '../__testUtils__/fixtures';
import { summariseSeries } from './summariseSeries';

describe('summariseSeries', () => {
  it('finds the total, the highest and the lowest day among those with data', () => {
    const points = [
      { at: '2026-03-01', calls: 5 },
      { at: '2026-03-02', calls: null },
      { at: '2026-03-03', calls: 2 },
      { at: '2026-03-04', calls: 9 },
    ];
    expect(summariseSeries(points, ({ calls }) => calls)).toEqual({
      total: 16,
      most: 9,
      mostAt: '2026-03-04',
      least: 2,
      leastAt: '2026-03-03',
    });
  });

  it('has nothing to say about days without data', () => {
    const missing = series(series().map(({ at }) => at));
    expect(summariseSeries(missing, ({ calls }) => calls)).toBeUndefined();
  });
});
