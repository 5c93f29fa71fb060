import { toDay } from 'backstage-plugin-service-insights-common';
import { periodOfPoint } from './periodOfPoint';

describe('periodOfPoint', () => {
  const period = { from: toDay('2026-01-14'), to: toDay('2026-03-10') };

  it.each([
    ['2026-02-03', 'day', '2026-02-03', '2026-02-03'],
    ['2026-02-03T09', 'hour', '2026-02-03', '2026-02-03'],
    ['2026-02-02', 'week', '2026-02-02', '2026-02-08'],
    ['2026-02-01', 'month', '2026-02-01', '2026-02-28'],
  ] as const)('knows the days of %s as %s', (at, grain, from, to) => {
    expect(periodOfPoint(at, grain, period)).toEqual({ from, to });
  });

  it('leaves out what lies beyond the period', () => {
    expect(periodOfPoint('2026-01-12', 'week', period)).toEqual({
      from: '2026-01-14',
      to: '2026-01-18',
    });
    expect(periodOfPoint('2026-03-01', 'month', period)).toEqual({
      from: '2026-03-01',
      to: '2026-03-10',
    });
    expect(periodOfPoint('2026-03-11', 'day', period)).toBeUndefined();
  });
});
