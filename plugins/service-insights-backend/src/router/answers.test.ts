import { TestDatabases } from '@backstage/backend-test-utils';
import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  addDays,
  eachDay,
  insightAnswerSchemas,
  insightIds,
  servicesAnswerSchema,
  toDay,
} from 'backstage-plugin-service-insights-common';
import { component, path, startAskedPortal, type AskedPortal } from '../testing/askedPortal';
import {
  callsOf,
  callsOn,
  firstDay,
  lastDay,
  missingDay,
  openDay,
  publishCalls,
} from '../testing/publishedCalls';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
let portal: AskedPortal;
beforeAll(async () => {
  const knex = await databases.init('SQLITE_3');
  portal = await startAskedPortal(knex);
  await publishCalls(knex);
});

it('answers every insight with its envelope, through the last complete day', async () => {
  for (const insight of insightIds) {
    const { data, meta } = await portal.ask(insight);
    expect(data).not.toBeNull();
    expect(meta).toMatchObject({
      dataThrough: lastDay,
      historyStart: firstDay,
      period: { from: addDays(lastDay, -27), to: lastDay },
      previousPeriod: { from: addDays(lastDay, -55), to: addDays(lastDay, -28) },
      completeness: { expectedDays: 28, presentDays: 27, missing: [missingDay] },
      status: 'partial',
      comparable: { previous: false, reason: 'missingDays' },
      definition: { insightId: insight, version: 1 },
      lastEventDay: lastDay,
    });
  }
});

it('counts the complete days and no others: the open day stands beside the numbers', async () => {
  const { data, meta } = await portal.ask('usage');
  const days = eachDay(addDays(lastDay, -27), lastDay).filter(day => day !== missingDay);
  const calls = days.map(day => callsOn(day)).reduce((a, b) => a + b, 0);
  expect(data?.calls.value).toBe(calls);
  expect(data?.callsPerDay).toBe(calls / 27);
  expect(meta.inProgress).toEqual({
    day: openDay,
    asOf: '2026-03-15T08:50:00.000Z',
    calls: callsOn(openDay),
    serviceFaults: 6,
    callerFaults: 0,
    throttled: 0,
  });
  expect(data?.series.map(({ at }) => at)).not.toContain(openDay);
});

it('draws a missing day as a gap, not as zero', async () => {
  const { data } = await portal.ask('usage');
  const gap = data?.series.find(({ at }) => at === missingDay);
  expect(gap).toMatchObject({ calls: null, serviceFaults: null, activeCustomers: null });
  expect(data?.series.filter(({ calls }) => calls === null)).toHaveLength(1);
});

it('compares whole periods, and says how the numbers moved', async () => {
  const { data, meta } = await portal.ask('failures', '?from=2026-02-09&to=2026-02-15');
  expect(meta).toMatchObject({ status: 'ok', comparable: { previous: true, reason: null } });
  expect(data?.calls.previous).toBeGreaterThan(0);
  expect(data?.calls.change.kind).toBe('up');
  expect(data?.drivers).not.toBeNull();
});

it('answers a region as if there were no others, first-seen days included', async () => {
  const query = '?from=2026-01-02&to=2026-01-08';
  const eu = await portal.ask('adoption', `${query}&region=eu`);
  const both = await portal.ask('adoption', `${query}&region=eu,us`);
  const all = await portal.ask('adoption', query);
  expect(both.data).toEqual(all.data);
  // On Jan 1st customers 1 and 2 call in eu and 3 to 7 in us; by Jan 8th eu has seen 1 to 9 and us 3 to 14.
  expect(eu.data?.activeCustomers.value).toBe(9);
  expect(eu.data?.newCustomers.value).toBe(7);
  expect(all.data?.activeCustomers.value).toBe(14);
  expect(all.data?.newCustomers.value).toBe(7);
  expect(eu.data?.subject.regions).toEqual(['eu', 'us']);
});

it('answers operations as if there were no others, and says what is not kept by operation', async () => {
  const range = '?from=2026-02-09&to=2026-02-15';
  const all = await portal.ask('usage', range);
  const create = await portal.ask('usage', `${range}&operation=CreateOrder`);
  const both = await portal.ask('usage', `${range}&operation=CreateOrder,GetOrder`);
  const listed = all.data?.operations.find(({ name }) => name === 'CreateOrder');
  expect(create.data?.calls.value).toBe(listed?.calls);
  expect(create.data?.operations).toMatchObject([{ name: 'CreateOrder', share: 1 }]);
  expect(both.data?.calls).toEqual(all.data?.calls);
  expect(both.data?.p95DurationMs).toEqual(all.data?.p95DurationMs);
  expect(create.data?.activeCustomers).toMatchObject({ value: null, change: { kind: 'none' } });
  expect(create.data?.series.every(({ activeCustomers }) => activeCustomers === null)).toBe(true);
  expect(create.data?.subject.notFiltered).toContainEqual({
    part: 'activeCustomers',
    filter: 'operation',
  });
  expect(create.data?.subject.operations).toEqual(all.data?.subject.operations);
  expect(all.data?.subject.notFiltered).toEqual([]);
});

it('answers for one customer, and never says of a failed call whose fault it was', async () => {
  const week = { from: '2026-02-09', to: '2026-02-15' };
  const { answer } = await portal.askOfCustomer('overview', { ...week, customer: 'acct-10' });
  const { data } = insightAnswerSchemas.overview.parse(answer);
  // In eu the tenth call of each day is a fault and acct-10's; in us the eighth is.
  const days = eachDay(toDay(week.from), toDay(week.to));
  const own = (region: string, first: number) =>
    days
      .flatMap(day => callsOf(day, region))
      .filter(({ customer }) => customer === first)
      .reduce((sum, { calls = 1 }) => sum + calls, 0);
  expect(data?.figures.calls?.value).toBe(own('eu', 10) + own('us', 10));
  expect(data?.figures.failedCalls?.value).toBe(own('eu', 10));
  expect(data?.figures.serviceFaults?.value).toBeNull();
  expect(data?.figures.failureRate?.value).toBeNull();
  expect(data?.figures.activeCustomers?.value).toBe(1);
  expect(data?.subject.notFiltered).toContainEqual({ part: 'failureRate', filter: 'customer' });
  const unknown = await portal.askOfCustomer('overview', { ...week, customer: 'nobody' });
  expect(unknown.answer.meta.status).toBe('noData');
});

it('makes series coarser when asked, and never finer', async () => {
  const range = '?from=2026-02-04&to=2026-02-28';
  const days = await portal.ask('usage', range);
  const weeks = await portal.ask('usage', `${range}&grain=week`);
  const months = await portal.ask('usage', `${range}&grain=month`);
  expect(weeks.data?.series.map(({ at, unfinished }) => [at, unfinished])).toEqual([
    ['2026-02-02', true],
    ['2026-02-09', false],
    ['2026-02-16', false],
    ['2026-02-23', true],
  ]);
  const sum = (data: typeof days.data) =>
    data?.series.reduce((calls, one) => calls + (one.calls ?? NaN), 0);
  expect(sum(weeks.data)).toBe(sum(days.data));
  expect(sum(months.data)).toBe(days.data?.calls.value);
  const year = await portal.ask('overview', '?range=12m&grain=day');
  expect(year.data?.grain).toBe('week');
  const withGap = year.data?.series.find(({ at }) => at === '2026-03-02');
  expect(withGap).toMatchObject({ missingDays: 1, previousCalls: null });
});

it('follows the customers of a week, and says what is too young or lacks days', async () => {
  const { data } = await portal.ask('retention');
  expect(data).toMatchObject({ interval: 'week', window: { from: '2026-01-18', to: lastDay } });
  for (const { size, exact, unbounded } of data?.cohorts ?? []) {
    expect(exact[0]).toMatchObject({ active: size, rate: 1 });
    expect(exact).toHaveLength(unbounded.length);
  }
  const filtered = await portal.ask('retention', '?operation=GetOrder');
  expect(filtered.data?.cohorts).toEqual([]);
  expect(filtered.data?.subject.notFiltered).toContainEqual({
    part: 'cohorts',
    filter: 'operation',
  });
});

it('tells durations by time and by operation', async () => {
  const { data } = await portal.ask('latency', '?from=2026-02-09&to=2026-02-15');
  const usage = await portal.ask('usage', '?from=2026-02-09&to=2026-02-15');
  expect(data?.p95DurationMs).toEqual(usage.data?.p95DurationMs);
  expect(data?.operations.map(({ name }) => name).sort()).toEqual(['CreateOrder', 'GetOrder']);
  const timed = data?.operations.reduce((calls, one) => calls + one.timedCalls, 0);
  expect(timed).toBe(usage.data?.calls.value);
  expect(data?.series).toHaveLength(7);
});

it('lists what changed, with days that are missing', async () => {
  const { data } = await portal.ask('changes');
  expect(data?.changes).toContainEqual({
    kind: 'daysMissing',
    date: missingDay,
    section: 'data',
    to: missingDay,
    days: 1,
  });
});

it('unites the services of an entity', async () => {
  const one = await portal.ask('overview');
  const both = await portal.ask('overview', '', 'both');
  expect(both.data?.subject.services).toEqual(['order-api', 'cart']);
  expect(both.data?.figures.calls?.value).toBe(2 * (one.data?.figures.calls?.value ?? NaN));
  expect(both.data?.figures.activeCustomers).toEqual(one.data?.figures.activeCustomers);
});

it('draws short periods by the hour', async () => {
  const { data } = await portal.ask('usage', '?from=2026-02-10&to=2026-02-11');
  expect(data?.grain).toBe('hour');
  expect(data?.series).toHaveLength(48);
  expect(data?.series[0]).toMatchObject({ at: '2026-02-10T00', calls: 2 * 3 });
});

it('answers from the dataset that has the services, or from the one that is asked for', async () => {
  const byDefault = await portal.ask('usage', '', 'batch-jobs');
  expect(byDefault.data?.subject.dataset.id).toBe('jobs');
  const asked = await portal.ask('usage', '?dataset=jobs');
  expect(asked.data?.subject.datasets.map(({ id }) => id)).toEqual(['api-requests', 'jobs']);
  expect(asked.meta.status).toBe('noData');
  const response = await portal.get(`${path('batch-jobs', 'usage')}?dataset=api-requests`);
  expect(response.status).toBe(400);
  expect(response.body.error.message).toBe('dataset: must be one of jobs');
});

it('sorts, pages and searches the services the caller may read', async () => {
  const list = async (query: string) =>
    servicesAnswerSchema.parse(
      (await portal.get(`/api/service-insights/v1/services?${query}`)).body,
    ).data;
  const page = await list('from=2026-02-01&to=2026-02-07&limit=1&offset=1');
  expect(page.total).toBe(3);
  expect(page.services).toMatchObject([{ entityRef: 'component:default/cart' }]);
  const eu = await list('from=2026-02-01&to=2026-02-07&region=eu&q=ORDER');
  const days = eachDay(toDay('2026-02-01'), toDay('2026-02-07'));
  expect(eu.services.at(-1)).toMatchObject({
    entityRef: stringifyEntityRef(component('order-api')),
    calls: days.reduce((sum, day) => sum + callsOn(day, ['eu']), 0),
  });
});
