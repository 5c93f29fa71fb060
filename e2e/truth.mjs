import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { yesterday } from '../scripts/writeSampleData.mjs';

const { demoStory, exactTruth } = createRequire(import.meta.url)('sample-data');

const dayMs = 86_400_000;

/** The day so many days before another. */
export function daysBefore(day, count) {
  return new Date(Date.parse(day) - count * dayMs).toISOString().slice(0, 10);
}

/**
 * What really happened in the last 28 days, counted from the generator's events in plain TypeScript: no file, no SQL and
 * nothing of the portal takes part.
 *
 * @param {string} directory - the demo's data, which remembers the story it tells
 */
export async function loadTruth(directory) {
  const { lastDay } = JSON.parse(await readFile(join(directory, 'story.json'), 'utf8'));
  const story = demoStory(lastDay);
  const to = yesterday();
  const from = daysBefore(to, 27);
  const days = story.datasets.flatMap(dataset =>
    exactTruth(story, dataset, { from, to, through: to }),
  );
  return {
    period: { from, to },
    /** Calls, failed calls and customers of a service, in all and by day. */
    of: service => sumOf(days.filter(day => day.service === service)),
  };
}

function sumOf(days) {
  const callsByDay = new Map();
  const customers = new Set();
  const calls = { ok: 0, caller_fault: 0, service_fault: 0, throttled: 0 };
  for (const day of days) {
    for (const [outcome, count] of Object.entries(day.calls)) {
      calls[outcome] += count;
      callsByDay.set(day.day, (callsByDay.get(day.day) ?? 0) + count);
    }
    for (const customer of day.activeCustomers) customers.add(customer);
  }
  return {
    calls: calls.ok + calls.caller_fault + calls.service_fault + calls.throttled,
    callerFaults: calls.caller_fault,
    serviceFaults: calls.service_fault,
    throttled: calls.throttled,
    activeCustomers: customers.size,
    callsByDay,
  };
}
