import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { yesterday } from '../scripts/writeSampleData.mjs';

const { demoStory, exactTruth, firstDayOf, planted } = createRequire(import.meta.url)(
  'sample-data',
);

const dayMs = 86_400_000;

/** The day so many days before another. */
export function daysBefore(day, count) {
  return new Date(Date.parse(day) - count * dayMs).toISOString().slice(0, 10);
}

/**
 * What really happened, counted from the generator's events in plain TypeScript: no file, no SQL and nothing of the
 * portal takes part.
 *
 * @param {string} directory - the demo's data, which remembers the story it tells
 */
export async function loadTruth(directory) {
  const { lastDay } = JSON.parse(await readFile(join(directory, 'story.json'), 'utf8'));
  const story = demoStory(lastDay);
  const to = yesterday();
  const from = daysBefore(to, 27);
  const range = { from: firstDayOf(story), to, through: to };
  const days = story.datasets.flatMap(dataset => exactTruth(story, dataset, range));
  const isCurrent = day => day.day >= from;
  const isPrevious = day => day.day < from && day.day >= daysBefore(from, 28);
  return {
    period: { from, to },
    storyEnd: lastDay,
    /** What is hidden in the story, with its days. */
    planted: planted(story),
    daysBefore,
    services: [...new Set(days.map(day => day.service))],
    /** Calls, failed calls and customers of a service in the last 28 days, in one region or in all. */
    of: (service, region) =>
      sumOf(
        days.filter(
          day =>
            day.service === service &&
            isCurrent(day) &&
            (region === undefined || day.region === region),
        ),
      ),
    /** Who came, stayed, returned and left, against the 28 days before. */
    lifecycleOf: service => {
      const own = days.filter(day => day.service === service);
      const current = customersOf(own.filter(isCurrent));
      const previous = customersOf(own.filter(isPrevious));
      const ever = customersOf(own.filter(day => !isCurrent(day)));
      const count = (customers, holds) => [...customers].filter(holds).length;
      return {
        activeCustomers: current.size,
        newCustomers: count(current, customer => !ever.has(customer)),
        returningCustomers: count(current, customer => previous.has(customer)),
        resurrectedCustomers: count(
          current,
          customer => ever.has(customer) && !previous.has(customer),
        ),
        dormantCustomers: count(previous, customer => !current.has(customer)),
      };
    },
  };
}

function customersOf(days) {
  return new Set(days.flatMap(day => [...day.activeCustomers]));
}

function sumOf(days) {
  const callsByDay = new Map();
  const calls = { ok: 0, caller_fault: 0, service_fault: 0, throttled: 0 };
  for (const day of days) {
    for (const [outcome, count] of Object.entries(day.calls)) {
      calls[outcome] += count;
      callsByDay.set(day.day, (callsByDay.get(day.day) ?? 0) + count);
    }
  }
  return {
    calls: calls.ok + calls.caller_fault + calls.service_fault + calls.throttled,
    callerFaults: calls.caller_fault,
    serviceFaults: calls.service_fault,
    throttled: calls.throttled,
    activeCustomers: customersOf(days).size,
    callsByDay,
  };
}
