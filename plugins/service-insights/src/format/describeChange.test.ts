import type { Change, MetricName } from 'backstage-plugin-service-insights-common';
import { englishWords } from '../__testUtils__/englishWords';
import { envelope, figure } from '../__testUtils__/fixtures';
import { describeChange } from './describeChange';
import { describeComparison } from './describeComparison';

const words = englishWords();
const describeMove = (metric: MetricName, value: number, previous: number) =>
  describeChange(metric, figure(metric, value, previous), words);
const describeKind = (metric: MetricName, change: Change) =>
  describeChange(metric, { value: 1, previous: 1, change }, words);

describe('describeChange', () => {
  it('says a percentage and an amount, and spells both out for whoever listens', () => {
    expect(describeMove('calls', 7_892, 6_688)).toEqual({
      arrow: 'up',
      tone: 'neutral',
      text: '+18% (+1.2K)',
      spoken: 'Up 18 percent, 1,204 more calls.',
    });
    expect(describeMove('calls', 999, 1_199)).toMatchObject({
      arrow: 'down',
      text: '-17% (-200)',
      spoken: 'Down 17 percent, 200 fewer calls.',
    });
    expect(describeMove('activeCustomers', 412, 389)).toMatchObject({
      tone: 'good',
      text: '+6% (+23)',
      spoken: 'Up 6 percent, 23 more.',
    });
  });

  it('compares rates in points, never in percent of percent', () => {
    expect(describeMove('failureRate', 0.0042, 0.0031)).toEqual({
      arrow: 'up',
      tone: 'bad',
      text: '+0.11 pp',
      spoken: 'Up 0.11 percentage points.',
    });
    expect(describeMove('failureRate', 0.01, 0.02)).toMatchObject({
      tone: 'good',
      spoken: 'Down 1 percentage point.',
    });
  });

  it('says durations in their own unit', () => {
    expect(describeMove('p95DurationMs', 1_840, 1_200)).toMatchObject({
      tone: 'bad',
      text: '+53% (+640 ms)',
      spoken: 'Up 53 percent, 640 milliseconds slower.',
    });
  });

  it('shows no arrow where nothing worth a word moved', () => {
    expect(describeMove('calls', 1_030, 1_000)).toMatchObject({
      arrow: 'none',
      text: 'about the same',
    });
  });

  it('has words for what began, what stopped, and what is too little to compare', () => {
    expect(describeMove('calls', 120, 0)?.text).toBe('new (+120)');
    expect(describeMove('calls', 0, 41_000)).toMatchObject({
      text: 'stopped (-41K)',
      spoken: 'Stopped: there were 41,000 before.',
    });
    expect(describeKind('failureRate', { kind: 'lowVolume' })?.text).toBe('low volume');
  });

  it('says why periods cannot be compared', () => {
    expect(describeKind('calls', { kind: 'notComparable', reason: 'versionChange' })).toMatchObject(
      {
        arrow: 'none',
        text: 'not comparable',
        spoken: 'Not comparable: the definition changed between or within the two periods.',
      },
    );
  });

  it('says nothing where nothing was compared', () => {
    expect(describeKind('calls', { kind: 'none' })).toBeUndefined();
  });
});

describe('describeComparison', () => {
  it('speaks of the previous days when they come directly before', () => {
    expect(describeComparison(envelope(), words)).toEqual({
      text: 'vs previous 28 days',
      spoken: 'Compared with the previous 28 days.',
    });
  });

  it('gives dates when the period was shifted to meet its weekdays', () => {
    const shifted = envelope({
      period: { from: '2026-03-05', to: '2026-03-14' },
      previousPeriod: { from: '2026-02-19', to: '2026-02-28' },
    });
    expect(describeComparison(shifted, words)?.text).toMatch(/^vs Feb 19\s–\s28$/);
  });

  it('is silent where there is no comparison that holds', () => {
    expect(describeComparison(envelope({ previousPeriod: null }), words)).toBeUndefined();
    const gap = envelope({ comparable: { previous: false, reason: 'missingDays' } });
    expect(describeComparison(gap, words)).toBeUndefined();
  });
});
