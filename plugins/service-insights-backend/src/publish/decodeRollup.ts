import {
  outcomes,
  type DatasetDefinition,
  type Outcome,
} from 'backstage-plugin-service-insights-common';
import {
  EngineError,
  type EngineRowBatch,
  type EngineValue,
} from 'backstage-plugin-service-insights-node';
import { packedSeparator, rollupColumns } from '../plan/rollupColumns';
import type { CustomerDictionary } from './CustomerDictionary';
import { readPackedCustomers } from './packedCustomers';
import { placesOfColumns } from './placesOfColumns';
import type { RolledUpDay, RolledUpService } from './RolledUpDay';

const fixedColumns = 9;

/**
 * Reads the rows of a rollup.
 *
 * @param batches - as the engine hands them out; order does not matter
 * @param dictionary - the dataset's customers; new ones are added
 * @throws EngineError when columns are missing, renamed or retyped, or a value is not what it must be: then nothing of
 *   the day is used
 */
export async function decodeRollup(
  definition: DatasetDefinition,
  batches: AsyncIterable<EngineRowBatch>,
  dictionary: CustomerDictionary,
): Promise<RolledUpDay> {
  const expected = rollupColumns(definition);
  const services = new Map<string, RolledUpService>();
  const day: RolledUpDay = {
    services: [],
    calls: 0,
    duplicateEvents: 0,
    unmappedEvents: 0,
    resultRows: 0,
  };
  for await (const { columns, rows } of batches) {
    const places = placesOfColumns(columns, expected);
    day.resultRows += rows.length;
    for (const row of rows) {
      addRow(day, services, dictionary, places?.map(place => row[place]) ?? row);
    }
  }
  day.services = [...services.values()].filter(({ cells }) => cells.length > 0);
  for (const service of day.services) sortService(service);
  return day;
}

function addRow(
  day: RolledUpDay,
  services: Map<string, RolledUpService>,
  dictionary: CustomerDictionary,
  row: readonly EngineValue[],
): void {
  const [part, service, region, operation, outcome, error, calls, duplicates, packed] = row;
  const name = textOf(service);
  if (part === 'cells') {
    day.duplicateEvents += countOf(duplicates);
    if (name === '') day.unmappedEvents += countOf(calls);
  }
  if (name === '') return;

  const kept = serviceOf(services, name, textOf(region));
  switch (part) {
    case 'cells':
      // A cell of nothing but repeated deliveries holds no call.
      if (countOf(calls) === 0) return;
      day.calls += countOf(calls);
      kept.cells.push({
        operation: textOf(operation),
        outcome: outcomeOf(textOf(outcome)),
        error: textOf(error),
        calls: countOf(calls),
        measures: row.slice(fixedColumns).map(measureOf),
      });
      return;
    case 'customers':
      readPackedCustomers(textOf(packed), dictionary, kept.customers);
      return;
    case 'durations':
      kept.durations.push({
        operation: textOf(operation),
        buckets: itemsOf(packed).map(([bucket, count]) => [wholeOf(bucket), wholeOf(count)]),
      });
      return;
    case 'hours':
      for (const [hour, ended, count] of itemsOf(packed)) {
        kept.hours.push({ hour: wholeOf(hour), outcome: outcomeOf(ended), calls: wholeOf(count) });
      }
      return;
    default:
      throw malformed(`part ${String(part)}`);
  }
}

function serviceOf(services: Map<string, RolledUpService>, service: string, region: string) {
  const key = `${service.length} ${service}${region}`;
  let found = services.get(key);
  if (found === undefined) {
    const customers = { customers: [], calls: [], failedCalls: [], callerFaults: [] };
    found = { service, region, cells: [], customers, durations: [], hours: [] };
    services.set(key, found);
  }
  return found;
}

/** The same day has the same order, whatever order its rows came in. Customers are sorted when they are packed, by id. */
function sortService({ cells, durations, hours }: RolledUpService): void {
  cells.sort(
    (a, b) =>
      compare(a.operation, b.operation) ||
      outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome) ||
      compare(a.error, b.error),
  );
  durations.sort((a, b) => compare(a.operation, b.operation));
  for (const { buckets } of durations) buckets.sort((a, b) => a[0] - b[0]);
  hours.sort(
    (a, b) => a.hour - b.hour || outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function textOf(value: EngineValue): string {
  if (typeof value !== 'string') throw malformed(`${String(value)} for a text`);
  return value;
}

function countOf(value: EngineValue): number {
  const count = typeof value === 'bigint' ? Number(value) : value;
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) {
    throw malformed(`${String(value)} for a count`);
  }
  return count;
}

/** Twelve digits: sums of fractions depend on the order an engine adds them in, in the digits beyond. */
function measureOf(value: EngineValue): number | null {
  if (value === null) return null;
  if (typeof value !== 'number') throw malformed(`${String(value)} for a measure`);
  if (!Number.isFinite(value)) return null;
  return Number.isInteger(value) ? value : Number(value.toPrecision(12));
}

function outcomeOf(text: string): Outcome {
  const outcome = outcomes.find(known => known === text);
  if (outcome !== undefined) return outcome;
  throw new EngineError({
    class: 'definition',
    code: 'outcome',
    message: `The outcome of an event is '${text}', must be one of ${outcomes.join(', ')}`,
  });
}

function itemsOf(packed: EngineValue): string[][] {
  return textOf(packed)
    .split(packedSeparator)
    .map(item => item.split(' '));
}

function wholeOf(text: string | undefined): number {
  const value = Number(text);
  if (!text || !Number.isSafeInteger(value)) throw malformed(`'${text}' for a whole number`);
  return value;
}

function malformed(what: string): EngineError {
  return new EngineError({
    class: 'operator',
    code: 'result-value',
    message: `The engine gave ${what}`,
  });
}
