import { createHash } from 'node:crypto';
import type { Outcome } from 'backstage-plugin-service-insights-common';
import type { CustomerDictionary } from './CustomerDictionary';
import { encodeDetails, encodePayload } from './encodeServiceDay';
import type { CustomerColumns, RolledUpService } from './RolledUpDay';

/** A service's day as it is stored: totals to sort and filter by, and everything else packed. */
export type PackedServiceDay = {
  service: string;
  region: string;
  calls: Record<Outcome, number>;
  customers: number;
  payload: Buffer;
  /** A hash of what the day holds that does not depend on the ids of customers. */
  digest: string;
};

/**
 * Packs a service's day.
 *
 * @param dictionary - the one it was decoded with, all of its customers interned
 */
export function packServiceDay(
  day: RolledUpService,
  dictionary: CustomerDictionary,
): PackedServiceDay {
  const calls = { ok: 0, caller_fault: 0, service_fault: 0, throttled: 0 };
  for (const cell of day.cells) calls[cell.outcome] += cell.calls;
  const details = encodeDetails(day);
  return {
    service: day.service,
    region: day.region,
    calls,
    customers: day.customers.customers.length,
    payload: encodePayload(byId(day.customers, dictionary), details),
    digest: createHash('sha256')
      .update(details)
      .update(digestOf(day.customers, dictionary))
      .digest('base64'),
  };
}

/** A place in a column, below an id in one number: 2^31 ids, 2^22 places. */
const places = 2 ** 22;

/** Sorted as plain numbers, natively: comparing objects would take longer than all the rest. */
function byId(columns: CustomerColumns, dictionary: CustomerDictionary): CustomerColumns {
  const { customers, calls, failedCalls, callerFaults } = columns;
  const count = customers.length;
  const order = new Float64Array(count);
  for (let i = 0; i < count; i++) order[i] = dictionary.idOf(customers[i]) * places + i;
  order.sort();
  const sorted: CustomerColumns = {
    customers: new Array<number>(count),
    calls: new Array<number>(count),
    failedCalls: new Array<number>(count),
    callerFaults: new Array<number>(count),
  };
  for (let i = 0; i < count; i++) {
    const id = Math.floor(order[i] / places);
    const place = order[i] - id * places;
    sorted.customers[i] = id;
    sorted.calls[i] = calls[place];
    sorted.failedCalls[i] = failedCalls[place];
    sorted.callerFaults[i] = callerFaults[place];
  }
  return sorted;
}

/**
 * Customers are hashed one by one and added up, so that they need no order: sorting them by key would cost more than
 * everything else that happens to a day. Two lanes of 32 bits, and their number beside them.
 */
function digestOf(columns: CustomerColumns, dictionary: CustomerDictionary): string {
  const { customers, calls, failedCalls, callerFaults } = columns;
  let first = 0;
  let second = 0;
  for (let i = 0; i < customers.length; i++) {
    const counts = mix(mix(mix(0, calls[i]), failedCalls[i]), callerFaults[i]);
    first = (first + mix(dictionary.hashOf(customers[i], 0), counts)) | 0;
    second = (second + mix(dictionary.hashOf(customers[i], 1), counts)) | 0;
  }
  return `${customers.length} ${first} ${second}`;
}

/** The last step of MurmurHash3: every bit of the input moves every bit of the sum. */
function mix(state: number, value: number): number {
  let hash = Math.imul(state, 0x01000193) ^ (value % 0x100000000);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
