import { addDays, daysFrom, toDay, type Day } from 'backstage-plugin-service-insights-common';
import { ByteReader } from '../publish/ByteReader';
import { ByteWriter } from '../publish/ByteWriter';
import type { FirstSeen } from './customerLifecycle';

const format = 1;
const origin = toDay('1970-01-01');

/**
 * Packs first-seen days: by day, the ids of who was first seen then, each as the difference from the one before.
 */
export function encodeFirstSeen(firstSeen: FirstSeen): Buffer {
  const writer = new ByteWriter();
  const days = idsByDay(firstSeen);
  writer.varint(format);
  writer.varint(days.length);
  let last = origin;
  for (const [day, ids] of days) {
    writer.signed(daysFrom(last, day));
    writer.varint(ids.length);
    let lastId = 0;
    for (const id of ids) {
      writer.varint(id - lastId);
      lastId = id;
    }
    last = day;
  }
  return Buffer.from(writer.bytes());
}

/**
 * Unpacks what {@link encodeFirstSeen} packed.
 *
 * @throws Error when the format is not known
 */
export function decodeFirstSeen(payload: Buffer): Map<number, Day> {
  const reader = new ByteReader(payload);
  const found = reader.varint();
  if (found !== format) throw new Error(`First-seen days in format ${found} are not known`);
  const firstSeen = new Map<number, Day>();
  let day = origin;
  for (let days = reader.varint(); days > 0; days--) {
    day = addDays(day, reader.signed());
    let id = 0;
    for (let count = reader.varint(); count > 0; count--) {
      id += reader.varint();
      firstSeen.set(id, day);
    }
  }
  return firstSeen;
}

/** Takes first-seen days over into others, the earlier of both. */
export function uniteFirstSeen(into: Map<number, Day>, other: FirstSeen): void {
  for (const [id, day] of other) {
    const known = into.get(id);
    if (known === undefined || day < known) into.set(id, day);
  }
}

function idsByDay(firstSeen: FirstSeen): [Day, number[]][] {
  const days = new Map<Day, number[]>();
  for (const [id, day] of firstSeen) {
    const ids = days.get(day);
    if (ids) ids.push(id);
    else days.set(day, [id]);
  }
  for (const ids of days.values()) ids.sort((a, b) => a - b);
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1));
}
