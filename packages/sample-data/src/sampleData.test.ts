import { addDays, daysFrom, toDay, type Day } from 'backstage-plugin-service-insights-common';
import fc from 'fast-check';
import { demoStory, exactTruth, firstDayOf, partitionsOf, planted } from '.';
import { jsonLinesOf } from './jsonLinesOf';
import type { SampleEvent } from './SampleEvent';
import type { LoggedDataset, Story } from './Story';

const lastDay = toDay('2026-03-14');
const story = demoStory(lastDay);

function datasetOf(of: Story, id: string): LoggedDataset {
  const dataset = of.datasets.find(candidate => candidate.id === id);
  if (dataset === undefined) throw new Error(`No dataset ${id}`);
  return dataset;
}

const platform = datasetOf(story, 'platform');
const apiRequests = datasetOf(story, 'api-requests');
const ago = (days: number): Day => addDays(lastDay, -days);

/** The distinct events of a range of partitions. */
function eventsBetween(of: Story, dataset: LoggedDataset, from: Day, to: Day): SampleEvent[] {
  const byId = new Map<string, SampleEvent>();
  for (const { records } of partitionsOf(of, dataset, from, to)) {
    for (const record of records) byId.set(record.eventId, record);
  }
  return [...byId.values()];
}

function failureRate(events: readonly SampleEvent[]): number {
  return events.filter(({ outcome }) => outcome === 'service_fault').length / events.length;
}

describe('determinism', () => {
  it('generates a day the same, whatever range it is part of and however long the demo has run', () => {
    const someDay = fc.integer({ min: 0, max: 119 }).map(ago);
    fc.assert(
      fc.property(someDay, fc.nat(3), fc.nat(40), (day, earlier, later) => {
        const [alone] = partitionsOf(story, platform, day, day);
        const from = addDays(day, -Math.min(earlier, daysFrom(firstDayOf(story), day)));
        const within = [...partitionsOf(story, platform, from, addDays(day, Math.min(later, 2)))];
        expect(within.find(partition => partition.day === day)).toEqual(alone);
      }),
      { numRuns: 6 },
    );
  });

  it('gives other events for another seed', () => {
    const other = demoStory(lastDay, { seed: 'another' });
    const [a] = partitionsOf(story, platform, lastDay, lastDay);
    const [b] = partitionsOf(other, platform, lastDay, lastDay);
    const ids = new Set(a?.records.map(({ eventId }) => eventId));
    expect(b?.records.some(({ eventId }) => ids.has(eventId))).toBe(false);
  });
});

describe('what is planted', () => {
  it('breaks one operation in one region by a deployment, and nothing beside it', () => {
    const found = planted(story).filter(({ incident }) => incident.kind === 'failing-deployment');
    expect(found).toHaveLength(3);
    for (const { incident, firstDay, lastDay: end } of found) {
      if (incident.kind !== 'failing-deployment') continue;
      const dataset = incident.service === 'fault-injector' ? platform : apiRequests;
      const operationOf = (from: Day, to: Day) =>
        eventsBetween(story, dataset, from, to).filter(
          ({ day, operation }) => operation === incident.operation && day >= from && day <= to,
        );
      const during = operationOf(firstDay, end);
      const here = during.filter(({ region }) => region === incident.region);
      const elsewhere = during.filter(({ region }) => region !== incident.region);
      const before = operationOf(addDays(firstDay, -3), addDays(firstDay, -1));

      expect(failureRate(here)).toBeGreaterThan(incident.failingShare - 0.1);
      expect(failureRate(elsewhere)).toBeLessThan(0.03);
      expect(failureRate(before)).toBeLessThan(0.03);
      const versions = new Set(here.map(({ appVersion }) => appVersion));
      expect(versions.size).toBe(1);
      expect(before.some(({ appVersion }) => versions.has(appVersion))).toBe(false);
    }
  });

  it('stops one service, and has one that nobody adopted', () => {
    const recent = eventsBetween(story, apiRequests, ago(17), lastDay);
    const export_ = recent.filter(({ service }) => service === 'legacy-export');
    expect(new Set(export_.map(({ day }) => day))).toEqual(new Set([ago(17), ago(16)]));
    const giftCards = recent.filter(({ service }) => service === 'gift-cards');
    expect(new Set(giftCards.map(({ customer }) => customer))).toEqual(
      new Set(['synthetic-monitor']),
    );
  });

  it('throttles one customer', () => {
    const throttled = eventsBetween(story, apiRequests, ago(5), ago(4)).filter(
      ({ outcome, service }) => outcome === 'throttled' && service === 'product-search',
    );
    const noisy = throttled.filter(({ customer }) => customer === 'acct-0007');
    expect(noisy.length).toBeGreaterThan(2_500);
    expect(noisy.length / throttled.length).toBeGreaterThan(0.98);
  });

  it('slows one operation down in one region', () => {
    const medianOf = (from: Day, to: Day) => {
      const durations = eventsBetween(story, apiRequests, from, to)
        .filter(event => event.operation === 'Search' && event.region === 'us-west-2')
        .map(({ durationMs }) => durationMs)
        .sort((a, b) => a - b);
      return durations[Math.floor(durations.length / 2)] ?? 0;
    };
    expect(medianOf(ago(8), ago(5)) / medianOf(ago(12), ago(9))).toBeGreaterThan(3);
  });

  it('leaves one day out', () => {
    const days = [...partitionsOf(story, apiRequests, ago(76), ago(74))];
    expect(days.map(({ isDelivered }) => isDelivered)).toEqual([true, false, true]);
    expect(days[1]?.records).toEqual([]);
  });

  it('delivers some events late, some twice, and writes lines that are none', () => {
    const partitions = [...partitionsOf(story, platform, ago(32), ago(12))];
    const of = (days: number) => partitions.find(({ day }) => day === ago(days));
    for (const { day, records } of partitions) {
      const late = records.filter(event => event.day !== day);
      expect(late.length).toBeGreaterThan(0);
      expect(late.every(event => event.day === addDays(day, -1))).toBe(true);
    }
    const repeated = (days: number) => {
      const records = of(days)?.records ?? [];
      return 1 - new Set(records.map(({ eventId }) => eventId)).size / records.length;
    };
    expect(repeated(13)).toBeGreaterThan(0.03);
    expect(repeated(20)).toBeLessThan(0.01);
    expect(of(30)?.malformedLines.length).toBeGreaterThanOrEqual(140);
  });
});

describe('jsonLinesOf', () => {
  it('writes each record as JSON, and each malformed line as something that is not', () => {
    const [partition] = partitionsOf(story, platform, ago(30), ago(30));
    if (partition === undefined) throw new Error('No partition');
    const lines = jsonLinesOf(partition).trimEnd().split('\n');
    const broken = lines.filter(line => !isJson(line));
    expect(broken).toEqual(partition.malformedLines);
    expect(lines.length - broken.length).toBe(partition.records.length);
  });
});

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

describe('exactTruth', () => {
  it('counts each event once, on the day it happened, as far as it has arrived', () => {
    const day = ago(13);
    const count = (through: Day) =>
      exactTruth(story, platform, { from: day, to: day, through })
        .flatMap(({ calls }) => Object.values(calls))
        .reduce((sum, calls) => sum + calls, 0);
    const arrived = eventsBetween(story, platform, day, ago(12)).filter(e => e.day === day);
    const [partition] = partitionsOf(story, platform, day, day);
    const onTime = new Set(
      partition?.records.filter(e => e.day === day).map(({ eventId }) => eventId),
    );
    expect(count(lastDay)).toBe(arrived.length);
    expect(count(day)).toBe(onTime.size);
    expect(onTime.size).toBeLessThan(arrived.length);
  });

  it('has customers who come, leave and return', () => {
    const activeIn = (from: Day, to: Day) => {
      const customers = new Set<string>();
      for (const truth of exactTruth(story, apiRequests, { from, to, through: lastDay })) {
        if (truth.service === 'order-api') {
          for (const customer of truth.activeCustomers) customers.add(customer);
        }
      }
      return customers;
    };
    const current = activeIn(ago(27), lastDay);
    const previous = activeIn(ago(55), ago(28));
    const earlier = activeIn(ago(119), ago(56));
    const came = [...current].filter(id => !previous.has(id) && !earlier.has(id));
    const left = [...previous].filter(id => !current.has(id));
    const returned = [...current].filter(id => !previous.has(id) && earlier.has(id));
    expect(came.length).toBeGreaterThan(10);
    expect(left.length).toBeGreaterThan(5);
    expect(returned.length).toBeGreaterThan(3);
  });
});
