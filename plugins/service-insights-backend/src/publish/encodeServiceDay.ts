import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { outcomes, type Day } from 'backstage-plugin-service-insights-common';
import { ByteReader } from './ByteReader';
import { ByteWriter } from './ByteWriter';
import type { CustomerColumns } from './RolledUpDay';
import type { CustomerActivity, DurationHistogram, ServiceDay, ServiceDayCell } from './ServiceDay';

/*
 * A payload is: a format byte, the length of the customers' section, the customers' section, everything else; each
 * section deflated by itself, so that questions about customers inflate customers only. Within a section values stand
 * column by column and as differences, which is what makes them small: like stands next to like.
 */
const format = 1;

/** A payload is a few kilobytes: the usual 32 KB window would be made and cleared for nothing. */
const smallWindow = { windowBits: 13, memLevel: 6 };

type ServiceDayDetails = Pick<ServiceDay, 'cells' | 'durations' | 'hours'>;

const writer = new ByteWriter(); // shared: encoding is synchronous

/** What a payload does not repeat, because its row holds it. */
export type ServiceDayKey = { service: string; region: string; day: Day };

/**
 * The payload of a service's day: what `service_day_payloads` keeps.
 *
 * @param day - customers by ascending id and buckets in ascending order, each once
 */
export function encodeServiceDay(day: ServiceDay): Buffer {
  const { customers } = day;
  const columns = {
    customers: customers.map(({ id }) => id),
    calls: customers.map(({ calls }) => calls),
    failedCalls: customers.map(({ failedCalls }) => failedCalls),
    callerFaults: customers.map(({ callerFaults }) => callerFaults),
  };
  return encodePayload(columns, encodeDetails(day));
}

/**
 * All of a day but its customers, as bytes: equal for equal days.
 */
export function encodeDetails(day: ServiceDayDetails): Buffer {
  writer.reset();
  writeCells(day);
  return Buffer.from(writer.bytes());
}

/**
 * A payload from its parts.
 *
 * @param columns - customers by ascending id
 * @param details - what {@link encodeDetails} gave
 */
export function encodePayload(columns: CustomerColumns, details: Buffer): Buffer {
  writer.reset();
  writeCustomers(columns);
  const customers = deflateRawSync(writer.bytes(), smallWindow);
  const others = deflateRawSync(details, smallWindow);
  writer.reset();
  writer.varint(format);
  writer.varint(customers.length);
  return Buffer.concat([writer.bytes(), customers, others]);
}

/**
 * The day a payload holds.
 *
 * @throws Error when the payload was written in a format of the future
 */
export function decodeServiceDay(payload: Buffer, key: ServiceDayKey): ServiceDay {
  const { customers, others } = sectionsOf(payload);
  const reader = new ByteReader(inflateRawSync(others));
  const names = readList(reader, () => reader.text());
  return {
    service: key.service,
    region: key.region,
    day: key.day,
    cells: readCells(reader, names),
    customers: readCustomers(new ByteReader(inflateRawSync(customers))),
    durations: readDurations(reader, names),
    hours: readHours(reader),
  };
}

/**
 * Only the customers of a payload, by ascending id: a fraction of the work of {@link decodeServiceDay}.
 */
export function decodeCustomers(payload: Buffer): CustomerActivity[] {
  return readCustomers(new ByteReader(inflateRawSync(sectionsOf(payload).customers)));
}

function sectionsOf(payload: Buffer): { customers: Buffer; others: Buffer } {
  const reader = new ByteReader(payload);
  const found = reader.varint();
  if (found !== format) throw new Error(`Payload format ${found} is not known, only ${format}`);
  const customers = reader.bytes(reader.varint());
  return { customers, others: reader.rest() };
}

function writeCustomers(columns: CustomerColumns): void {
  writer.varint(columns.customers.length);
  let previous = 0;
  for (const id of columns.customers) {
    writer.varint(id - previous);
    previous = id;
  }
  for (const calls of columns.calls) writer.varint(calls);
  for (const failedCalls of columns.failedCalls) writer.varint(failedCalls);
  for (const callerFaults of columns.callerFaults) writer.varint(callerFaults);
}

function readCustomers(reader: ByteReader): CustomerActivity[] {
  const customers: CustomerActivity[] = readList(reader, () => ({
    id: reader.varint(),
    calls: 0,
    failedCalls: 0,
    callerFaults: 0,
  }));
  let previous = 0;
  for (const customer of customers) {
    customer.id += previous;
    previous = customer.id;
  }
  for (const customer of customers) customer.calls = reader.varint();
  for (const customer of customers) customer.failedCalls = reader.varint();
  for (const customer of customers) customer.callerFaults = reader.varint();
  return customers;
}

function writeCells(day: ServiceDayDetails): void {
  const { cells, durations, hours } = day;
  const names = new Map<string, number>();
  const intern = (name: string) => {
    if (!names.has(name)) names.set(name, names.size);
  };
  for (const cell of cells) intern(cell.operation);
  for (const histogram of durations) intern(histogram.operation);
  for (const cell of cells) intern(cell.error);
  const indexOf = (name: string) => names.get(name) ?? 0;

  writer.varint(names.size);
  for (const name of names.keys()) writer.text(name);

  writer.varint(cells.length);
  writer.varint(cells[0]?.measures.length ?? 0);
  let previous = 0;
  for (const cell of cells) {
    const at = indexOf(cell.operation) * outcomes.length + outcomes.indexOf(cell.outcome);
    writer.signed(at - previous);
    previous = at;
  }
  for (const cell of cells) writer.varint(indexOf(cell.error));
  for (const cell of cells) writer.varint(cell.calls);
  for (let i = 0; i < (cells[0]?.measures.length ?? 0); i++) {
    for (const cell of cells) writeMeasure(cell.measures[i]);
  }

  writer.varint(durations.length);
  for (const histogram of durations) writeHistogram(indexOf(histogram.operation), histogram);

  writer.varint(hours.length);
  let previousHour = 0;
  for (const { hour, outcome } of hours) {
    const at = hour * outcomes.length + outcomes.indexOf(outcome);
    writer.signed(at - previousHour);
    previousHour = at;
  }
  for (const { calls } of hours) writer.varint(calls);
}

function readCells(reader: ByteReader, names: readonly string[]): ServiceDayCell[] {
  const count = reader.varint();
  const measures = reader.varint();
  const cells: ServiceDayCell[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    at += reader.signed();
    cells.push({
      operation: names[Math.floor(at / outcomes.length)],
      outcome: outcomes[at % outcomes.length],
      error: '',
      calls: 0,
      measures: [],
    });
  }
  for (const cell of cells) cell.error = names[reader.varint()];
  for (const cell of cells) cell.calls = reader.varint();
  for (let i = 0; i < measures; i++) {
    for (const cell of cells) cell.measures.push(readMeasure(reader));
  }
  return cells;
}

/** Whole numbers are the rule: they carry their kind in the lowest bit. */
function writeMeasure(value: number | null): void {
  if (value === null) {
    writer.varint(1);
  } else if (Number.isInteger(value) && Math.abs(value) < 2 ** 50 && !Object.is(value, -0)) {
    writer.varint((value < 0 ? -2 * value - 1 : 2 * value) * 2);
  } else {
    writer.varint(3);
    writer.double(value);
  }
}

function readMeasure(reader: ByteReader): number | null {
  const head = reader.varint();
  if (head === 1) return null;
  if (head === 3) return reader.double();
  const zigzag = head / 2;
  return zigzag % 2 === 1 ? -(zigzag + 1) / 2 : zigzag / 2;
}

/** Most buckets of a day hold one call: the lowest bit says so, and its count is left out. */
function writeHistogram(operation: number, { buckets }: DurationHistogram): void {
  writer.varint(operation);
  writer.varint(buckets.length);
  if (buckets.length === 0) return;
  writer.signed(buckets[0][0]);
  let previous = buckets[0][0];
  for (const [bucket, calls] of buckets) {
    writer.varint((bucket - previous) * 2 + (calls === 1 ? 0 : 1));
    if (calls !== 1) writer.varint(calls);
    previous = bucket;
  }
}

function readDurations(reader: ByteReader, names: readonly string[]): DurationHistogram[] {
  return readList(reader, () => {
    const operation = names[reader.varint()];
    const count = reader.varint();
    const buckets: [bucket: number, calls: number][] = [];
    let bucket = count === 0 ? 0 : reader.signed();
    for (let i = 0; i < count; i++) {
      const head = reader.varint();
      bucket += Math.floor(head / 2);
      buckets.push([bucket, head % 2 === 1 ? reader.varint() : 1]);
    }
    return { operation, buckets };
  });
}

function readHours(reader: ByteReader): ServiceDay['hours'] {
  let at = 0;
  const hours = readList(reader, () => {
    at += reader.signed();
    return {
      hour: Math.floor(at / outcomes.length),
      outcome: outcomes[at % outcomes.length],
      calls: 0,
    };
  });
  for (const hour of hours) hour.calls = reader.varint();
  return hours;
}

function readList<T>(reader: ByteReader, item: () => T): T[] {
  return Array.from({ length: reader.varint() }, item);
}
