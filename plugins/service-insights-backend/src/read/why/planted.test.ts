import {
  addDays,
  toDay,
  type AssociatedCause,
  type Day,
} from 'backstage-plugin-service-insights-common';
import { demoStory, planted, type Incident } from 'sample-data';
import { insightContext } from '../../testing/insightContext';
import { sampleDays, type SampleDays } from '../../testing/sampleDays';
import { changes } from '../changes';
import { headline } from '../headline';
import { failureWhy } from './failureWhy';
import { latencyWhy } from './latencyWhy';
import { usageWhy } from './usageWhy';

jest.setTimeout(240_000);

const lastDay = toDay('2026-03-14');
const ago = (days: number): Day => addDays(lastDay, -days);

let shop: SampleDays;
beforeAll(() => {
  shop = sampleDays(lastDay, 'api-requests', ago(74), lastDay);
});

const contextOf = (days: SampleDays, service: string, from: Day, to: Day) =>
  insightContext({ from, to }, days.daysOf(service));

function only<K extends Incident['kind']>(kind: K, service: string) {
  const found = planted(demoStory(lastDay)).find(
    ({ incident }) =>
      incident.kind === kind && 'service' in incident && incident.service === service,
  );
  if (!found) throw new Error(`Nothing of the kind is planted in ${service}`);
  return found;
}

/** Whether a cause is one operation in one region. */
const isPlace = (incident: Incident) => (cause: AssociatedCause) =>
  'operation' in incident &&
  cause.confidence !== 'broad' &&
  JSON.stringify(cause.elements) === JSON.stringify([[incident.operation, incident.region]]);

const firstTwo = (causes: AssociatedCause[] | undefined) => (causes ?? []).slice(0, 2);

it.each([
  ['order-api', 'four weeks', () => shop, 27, 0],
  ['order-api', 'the week after its beginning', () => shop, 11, 5],
  ['payment-api', 'the week it fell into', () => shop, 66, 60],
])('names what broke %s, in %s, first or second', (service, _, days, from, to) => {
  const { incident, firstDay } = only('failing-deployment', service);
  const context = contextOf(days(), service, ago(from), ago(to));
  const found = firstTwo(failureWhy(context)?.causes).find(isPlace(incident));
  expect(found).toMatchObject({ since: firstDay });
  expect(headline(context)).toMatchObject({
    kind: 'failuresUp',
    operation: 'operation' in incident ? incident.operation : undefined,
    region: 'region' in incident ? incident.region : undefined,
    since: firstDay,
  });
});

it.each(['2026-03-14', '2026-05-30', '2026-11-16', '2026-11-19'])(
  'tells of a place that broke, though the whole hardly moved, in the story that ends on %s',
  end => {
    const storyEnd = toDay(end);
    const before = (days: number) => addDays(storyEnd, -days);
    const { incident } = only('failing-deployment', 'fault-injector');
    const days = sampleDays(storyEnd, 'platform', before(55), storyEnd);
    for (const [from, to] of [
      [27, 0],
      [21, 15],
    ]) {
      const context = contextOf(days, 'fault-injector', before(from), before(to));
      expect(firstTwo(failureWhy(context)?.causes).some(isPlace(incident))).toBe(true);
      expect(headline(context)).toMatchObject({
        kind: 'failuresUp',
        operation: 'InjectFault',
        region: 'ap-southeast-1',
        since: before(20),
      });
      expect(changes(context, [], new Map()).changes).toContainEqual(
        expect.objectContaining({ kind: 'failuresUp', date: before(20) }),
      );
    }
  },
);

it.each([
  ['the week it fell into', 8, 2],
  ['four weeks', 27, 0],
])('names what became slow, in %s', (_, from, to) => {
  const { incident, firstDay } = only('slow-operation', 'product-search');
  const context = contextOf(shop, 'product-search', ago(from), ago(to));
  const found = firstTwo(latencyWhy(context)?.causes).find(isPlace(incident));
  expect(found).toMatchObject({ since: firstDay });
  expect(changes(context, [], new Map()).changes).toContainEqual(
    expect.objectContaining({ kind: 'slower', date: firstDay }),
  );
});

it('names the customer who calls too much', () => {
  const { incident } = only('throttled-customer', 'product-search');
  const id = 'customer' in incident ? shop.idOf(incident.customer) : undefined;
  const isCustomer = ({ dimensions, elements }: AssociatedCause) =>
    dimensions.join() === 'customer' && elements.flat().join() === String(id);
  const week = contextOf(shop, 'product-search', ago(6), lastDay);
  expect(firstTwo(usageWhy(week)?.causes).some(isCustomer)).toBe(true);
  for (const context of [week, contextOf(shop, 'product-search', ago(27), lastDay)]) {
    expect(failureWhy(context)?.causes.findIndex(isCustomer)).toBe(0);
  }
});

it('says when the service that stops was called last', () => {
  const { lastDay: last } = only('service-stops', 'legacy-export');
  const context = contextOf(shop, 'legacy-export', ago(27), lastDay);
  expect(headline(context)).toEqual({ kind: 'usageStopped', lastDay: last });
});

it.each([
  ['order-api', 40, 34],
  ['order-api', 54, 48],
  ['payment-api', 27, 0],
  ['payment-api', 34, 28],
  ['product-search', 27, 14],
  ['product-search', 40, 34],
])(
  'finds nothing in %s where nothing is planted, %s to %s days before the end',
  (service, from, to) => {
    const context = contextOf(shop, service, ago(from), ago(to));
    expect(failureWhy(context)?.causes.filter(({ confidence }) => confidence !== 'broad')).toEqual(
      [],
    );
    expect(latencyWhy(context)?.causes).toEqual([]);
    expect(headline(context).kind).not.toBe('failuresUp');
  },
);
