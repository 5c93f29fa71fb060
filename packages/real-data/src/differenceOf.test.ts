import { toDay } from 'backstage-plugin-service-insights-common';
import { differenceOf, type Answers } from './differenceOf';
import type { Expectation } from './expectation';

const days = { from: toDay('2026-01-01'), to: toDay('2026-01-02') };

/** Only what is looked at; the API's answers are checked against their schema before they come here. */
function answers(part: object): Answers {
  return part;
}

const figures = answers({
  overview: { figures: { calls: { value: 100 }, failureRate: { value: null } } },
  meta: { completeness: { malformedEvents: 2, missing: ['2026-01-01'] } },
});

describe('differenceOf', () => {
  it.each<[string, Expectation, string | undefined]>([
    ['a figure that is right', { metric: 'calls', ...days, value: 100 }, undefined],
    [
      'a figure that is one off',
      { metric: 'calls', ...days, value: 101 },
      'expected 101, came 100',
    ],
    [
      'a figure within its tolerance',
      { metric: 'calls', ...days, value: 104, tolerance: 0.04 },
      undefined,
    ],
    [
      'a figure beyond its tolerance',
      { metric: 'calls', ...days, value: 105, tolerance: 0.04 },
      'expected 105, came 100',
    ],
    ['a null that is expected', { metric: 'failureRate', ...days, value: null }, undefined],
    [
      'a null in place of a zero',
      { metric: 'failureRate', ...days, value: 0 },
      'expected 0, came null',
    ],
    [
      'a figure that did not come',
      { metric: 'throttled', ...days, value: 0 },
      'expected 0, came nothing',
    ],
    ['malformed events', { metric: 'malformedEvents', ...days, value: 2 }, undefined],
    ['missing days', { metric: 'missingDays', ...days, value: 1 }, undefined],
  ])('judges %s', (_, expectation, difference) => {
    expect(differenceOf(expectation, figures)).toBe(difference);
  });

  const list = (equals: [string, number][]): Expectation => ({ list: 'errors', ...days, equals });
  const errors = answers({
    failures: {
      errors: [
        { name: 'b', calls: 3 },
        { name: 'a', calls: 3 },
        { name: 'c', calls: 1 },
        { name: 'c', calls: 4 },
      ],
    },
  });

  it('ranks by calls and then by name, and adds up a name that came twice', () => {
    expect(
      differenceOf(
        list([
          ['c', 5],
          ['a', 3],
          ['b', 3],
        ]),
        errors,
      ),
    ).toBeUndefined();
  });

  it('compares only the beginning of a ranking', () => {
    expect(differenceOf(list([['c', 5]]), errors)).toBeUndefined();
  });

  it('says which place differs', () => {
    expect(
      differenceOf(
        list([
          ['c', 5],
          ['a', 4],
        ]),
        errors,
      ),
    ).toBe('place 2: expected ["a",4], came ["a",3]');
    expect(
      differenceOf(
        list([
          ['c', 5],
          ['a', 3],
          ['b', 3],
          ['d', 1],
        ]),
        errors,
      ),
    ).toBe('place 4: expected ["d",1], came nothing');
  });
});
