import { addDays, eachDay, toDay, type Day } from 'backstage-plugin-service-insights-common';
import { insightContext } from '../testing/insightContext';
import { serviceDay, type TestCalls } from '../testing/serviceDay';
import { headline } from './headline';

const period = { from: toDay('2026-02-15'), to: toDay('2026-03-14') };
const all = eachDay(addDays(period.from, -28), period.to);

const days = (callsOf: (day: Day) => TestCalls[]) =>
  all.map(day => serviceDay({ service: 'a', region: 'eu', day }, callsOf(day)));

it('says since when, where and how much more fails', () => {
  const since = toDay('2026-03-09');
  const context = insightContext(
    period,
    days(day => [
      { operation: 'Get', calls: 900 },
      { operation: 'Create', calls: day >= since ? 60 : 99 },
      { operation: 'Create', outcome: 'service_fault', calls: day >= since ? 40 : 1 },
    ]),
  );
  expect(headline(context)).toEqual({
    kind: 'failuresUp',
    excessFailedCalls: 234,
    operation: 'Create',
    region: 'eu',
    share: 1,
    since,
    cause: null, // where it is the only operation that ever fails, nothing else tells how much it stands out
  });
});

it('names what fails otherwise than the rest', () => {
  const since = toDay('2026-03-09');
  const context = insightContext(
    period,
    all.flatMap(day =>
      ['eu', 'us', 'ap'].map(region =>
        serviceDay({ service: 'a', region, day }, [
          ...['Get', 'Create', 'List'].flatMap((operation): TestCalls[] => [
            { operation, calls: 1_000 },
            { operation, outcome: 'service_fault', calls: 5 },
          ]),
          {
            operation: 'Create',
            outcome: 'service_fault',
            calls: day >= since && region === 'eu' ? 60 : 0,
          },
        ]),
      ),
    ),
  );
  expect(headline(context)).toMatchObject({
    kind: 'failuresUp',
    operation: 'Create',
    region: 'eu',
    since,
    cause: { elements: [['Create', 'eu']], confidence: 'main', since },
  });
});

it('does not call a few failures a rise, however large their share', () => {
  const context = insightContext(
    period,
    days(day => [
      { calls: 1_000 },
      ...(day > toDay('2026-03-10') ? [{ outcome: 'service_fault' as const, calls: 4 }] : []),
    ]),
  );
  expect(headline(context)).toEqual({ kind: 'none' });
});

it('says when usage stopped', () => {
  const last = toDay('2026-03-02');
  const context = insightContext(
    period,
    days(day => (day <= last ? [{ calls: 50 }] : [])),
  );
  expect(headline(context)).toEqual({ kind: 'usageStopped', lastDay: last });
});

it('does not take missing days for an end', () => {
  const last = toDay('2026-03-02');
  const context = insightContext(
    period,
    days(day => (day <= last ? [{ calls: 50 }] : [])),
    { missing: [toDay('2026-03-12')] },
  );
  expect(headline(context)).toEqual({ kind: 'none' });
});

it('says which operation moved usage', () => {
  const context = insightContext(
    period,
    days(day => [
      { operation: 'Get', calls: 100 },
      { operation: 'List', calls: day >= period.from ? 80 : 20 },
    ]),
  );
  expect(headline(context)).toMatchObject({
    kind: 'usageUp',
    operation: 'List',
    region: '',
    share: 1,
    cause: { elements: [['List']], since: period.from },
  });
});
