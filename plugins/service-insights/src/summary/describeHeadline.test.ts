import type { Envelope, Headline } from 'backstage-plugin-service-insights-common';
import { englishWords } from '../__testUtils__/englishWords';
import { describeHeadline } from './describeHeadline';

type NotComparable = Envelope['comparable']['reason'];

const words = englishWords();
const comparable = { comparable: { previous: true, reason: null }, definitionChanges: [] };
const failures = {
  kind: 'failuresUp',
  excessFailedCalls: 7_600,
  operation: 'CreateOrder',
  region: 'eu-west-1',
  share: 0.74,
  since: '2026-03-09',
  cause: null,
} as const satisfies Headline;
const notComparable = (reason: NotComparable, ...days: string[]) => ({
  comparable: { previous: false, reason },
  definitionChanges: days.map(day => ({ day, version: 2 })),
});
const say = (headline: Headline) => describeHeadline(headline, comparable, words);

describe('describeHeadline', () => {
  it('says what changed, where, and since when', () => {
    expect(say(failures)).toBe(
      'Failures up since Mar 9: 74% of the extra failures are CreateOrder in eu-west-1.',
    );
  });

  it('leaves out what the data set does not say', () => {
    expect(say({ ...failures, region: '' })).toBe(
      'Failures up since Mar 9: 74% of the extra failures are CreateOrder.',
    );
    expect(say({ ...failures, operation: '' })).toBe(
      'Failures up since Mar 9: 74% of the extra failures are in eu-west-1.',
    );
    expect(say({ ...failures, operation: '', region: '' })).toBe('Failures up since Mar 9.');
  });

  it('says that a service is not called any more', () => {
    expect(say({ kind: 'usageStopped', lastDay: '2026-03-02' })).toBe('No calls since Mar 2.');
  });

  it('tells "nothing changed" from "nothing could be compared"', () => {
    expect(say({ kind: 'none' })).toBe('No notable change.');
    expect(describeHeadline({ kind: 'none' }, notComparable('missingDays'), words)).toBe(
      'Not comparable: days are missing in one of the two periods.',
    );
    expect(
      describeHeadline({ kind: 'none' }, notComparable('versionChange', '2026-03-03'), words),
    ).toBe('Not comparable: definition changed on Mar 3.');
  });
});
