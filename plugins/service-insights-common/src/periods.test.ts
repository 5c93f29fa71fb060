import fc from 'fast-check';
import { addDays, dayOf, daysFrom, eachDay, isDay, toDay } from './days';
import { comparisonPeriod, lengthOf, presetPeriod } from './periods';

const days = fc.integer({ min: -20_000, max: 40_000 }).map(n => dayOf(n * 86_400_000));

describe('days', () => {
  it('adds and counts without losing one, whatever the calendar does', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -3_000, max: 3_000 }), (day, count) => {
        expect(daysFrom(day, addDays(day, count))).toBe(count);
      }),
    );
  });

  it('lists both ends, and nothing the wrong way round', () => {
    expect(eachDay(toDay('2024-02-28'), toDay('2024-03-01'))).toEqual([
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
    ]);
    expect(eachDay(toDay('2024-03-01'), toDay('2024-02-28'))).toEqual([]);
  });

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', 'today', ''])('refuses %p', text => {
    expect(isDay(text)).toBe(false);
    expect(() => toDay(text)).toThrow('is not a day');
  });
});

describe('periods', () => {
  it('end with the last complete day', () => {
    expect(presetPeriod('28d', toDay('2026-03-14'))).toEqual({
      from: '2026-02-15',
      to: '2026-03-14',
    });
  });

  it('are compared with as many days before, weekday for weekday', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 400 }), (from, length) => {
        const period = { from, to: addDays(from, length - 1) };
        const previous = comparisonPeriod(period, 'prev')!;
        expect(lengthOf(previous)).toBe(length);
        expect(previous.to < period.from).toBe(true);
        expect(daysFrom(previous.from, period.from) % 7).toBe(0);
        expect(daysFrom(previous.to, period.from)).toBeLessThanOrEqual(7);
      }),
    );
  });

  it('of another year are 364 days back', () => {
    const period = { from: toDay('2024-02-29'), to: toDay('2024-03-01') };
    expect(comparisonPeriod(period, 'year')).toEqual({ from: '2023-03-02', to: '2023-03-03' });
    expect(comparisonPeriod(period, 'none')).toBeUndefined();
  });
});
