import { addDays, eachDay, toDay, type Day } from 'backstage-plugin-service-insights-common';
import { insightContext } from '../testing/insightContext';
import { serviceDay, type TestCalls } from '../testing/serviceDay';
import { attentionOf } from './attention';
import { quietCustomers } from './quietCustomers';

const period = { from: toDay('2026-02-15'), to: toDay('2026-03-14') };
const all = eachDay(addDays(period.from, -28), period.to);
const isNow = (day: Day) => day >= period.from;

const contextOf = (callsOf: (day: Day) => TestCalls[]) =>
  insightContext(
    period,
    all.map(day => serviceDay({ service: 'a', region: 'eu', day }, callsOf(day))),
  );
const flags = (callsOf: (day: Day) => TestCalls[]) =>
  attentionOf(contextOf(callsOf)).map(({ flag }) => flag);

const customers = (count: number, calls = 10): TestCalls[] =>
  Array.from({ length: count }, (_, i) => ({ customer: i + 1, calls }));

it('wants nobody for a service that goes on as before', () => {
  expect(flags(() => customers(10))).toEqual([]);
});

it('says that failures rise, by the rule of the headline', () => {
  const rising = (day: Day): TestCalls[] => [
    ...customers(10, 100),
    { outcome: 'service_fault', calls: isNow(day) ? 20 : 5 },
  ];
  expect(attentionOf(contextOf(rising))).toEqual([
    { flag: 'failures-rising', excessFailedCalls: expect.any(Number), since: period.from },
  ]);
});

it('says that usage falls when most days fell, and not when one day was large', () => {
  expect(flags(day => customers(10, isNow(day) ? 7 : 10))).toEqual(['usage-falling']);
  const largeDay = addDays(period.from, -3);
  expect(flags(day => customers(10, day === largeDay ? 200 : 10))).toEqual([]);
});

it('says that usage stopped, and not besides that it falls', () => {
  const last = addDays(period.to, -7);
  expect(flags(day => (day <= last ? customers(10) : []))).toEqual(['usage-stopped']);
});

it('says that customers leave when more go than come', () => {
  expect(flags(day => customers(isNow(day) ? 17 : 20, isNow(day) ? 12 : 10))).toEqual([
    'customers-leaving',
  ]);
});

it('says that one customer makes half of the calls, where there are others', () => {
  const large: TestCalls = { customer: 99, calls: 60 };
  expect(flags(() => [large, ...customers(5)])).toEqual(['concentrated']);
  expect(flags(() => [large, ...customers(2)])).toEqual([]);
});

it('tells a regular customer who fell silent from one who comes once a week', () => {
  const last = addDays(period.to, -9);
  const quiet = quietCustomers(
    contextOf(day => [
      ...customers(8),
      ...(day <= last ? [{ customer: 50, calls: 30 }] : []),
      ...(new Date(`${day}T00:00:00Z`).getUTCDay() === 4 ? [{ customer: 60, calls: 90 }] : []),
    ]),
  );
  expect(quiet).toMatchObject([{ id: 50, since: addDays(last, 1) }]);
});

it('calls nobody silent by name where there are few customers', () => {
  const last = addDays(period.to, -9);
  const quiet = quietCustomers(
    contextOf(day => [...customers(2), ...(day <= last ? [{ customer: 50, calls: 30 }] : [])]),
  );
  expect(quiet).toEqual([]);
});
