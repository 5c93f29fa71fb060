import type { Knex } from 'knex';
import type { CustomerDictionary } from '../publish/CustomerDictionary';
import {
  customerKeyForms,
  storedCustomerKey,
  type CustomerKeyPolicy,
} from '../publish/customerKey';
import { databaseDialect, rowsOf } from './databaseDialect';
import { readErasures, recordErasure, type Erasures } from './erasures';
import type { CustomerRow } from './rows';

/** Customers in one statement. */
const batchSize = 20_000;

/** So often it is looked again for customers that came or went at the very moment. */
const mostRounds = 5;

type Interning = {
  datasetId: string;
  policy: CustomerKeyPolicy;
  /** The month of the day they called on, as 2026-03. */
  month: string;
  nowMs: number;
};

type Pending = { index: number; key: string; stored: string };

/**
 * Gives the customers of a dictionary that have no id theirs, and remembers that they were seen. Ids never change, and
 * giving one to a customer whose day is not published in the end does no harm. Who was erased keeps the id they are
 * counted by, and the dictionary lets go of the key.
 */
export async function internCustomers(
  knex: Knex,
  dictionary: CustomerDictionary,
  interning: Interning,
): Promise<void> {
  const pending = dictionary
    .pending()
    .map(({ index, key }) => ({ index, key, stored: storedCustomerKey(key, interning.policy) }))
    .sort((a, b) => (a.stored < b.stored ? -1 : 1)); // one order on all replicas, so that they cannot deadlock
  for (let at = 0; at < pending.length; at += batchSize) {
    const batch = pending.slice(at, at + batchSize);
    const { named, erased } = await knex.transaction(tx => internBatch(tx, batch, interning));
    dictionary.learn(new Map([...named, ...erased]));
    for (const index of erased.keys()) dictionary.forget(index);
  }
}

async function internBatch(
  tx: Knex.Transaction,
  batch: readonly Pending[],
  interning: Interning,
): Promise<{ named: Map<number, number>; erased: Map<number, number> }> {
  const erasures = await readErasures(tx, interning.datasetId, 'read');
  const erased = erasures.isEmpty
    ? new Map<number, number>()
    : await erasedIds(tx, batch, interning, erasures);
  const indexes = new Map(
    batch.filter(({ index }) => !erased.has(index)).map(({ stored, index }) => [stored, index]),
  );
  const ids = await internKeys(tx, [...indexes.keys()], interning);
  const named = [...ids].flatMap(([key, id]) => {
    const index = indexes.get(key);
    return index === undefined ? [] : [[index, id] as const];
  });
  return { named: new Map(named), erased };
}

async function erasedIds(
  tx: Knex.Transaction,
  batch: readonly Pending[],
  { datasetId, policy, nowMs }: Interning,
  erasures: Erasures,
): Promise<Map<number, number>> {
  const ids = new Map<number, number>();
  for (const { index, key, stored } of batch) {
    const found = [stored, ...customerKeyForms(key, policy.hashKey)]
      .map(form => erasures.find(form))
      .filter(erasure => erasure !== undefined);
    if (found.length === 0) continue;
    const known = found.find(({ customerId }) => customerId !== null)?.customerId;
    const [{ keyHash }] = found;
    ids.set(index, known ?? (await recordErasure(tx, { datasetId, keyHash, nowMs })));
  }
  return ids;
}

/**
 * The ids of keys. Who is not known gets one; who was not seen since a month before is marked, so that retention does
 * not remove who is about to be counted. Others may do the same, or remove old ones, between two statements: then it is
 * looked again.
 */
async function internKeys(
  tx: Knex.Transaction,
  keys: readonly string[],
  { datasetId, month }: Interning,
): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  let missing = [...keys];
  for (let round = 0; round < mostRounds; round++) {
    const known = await knownKeys(tx, datasetId, missing);
    const old = known.filter(({ seen_month }) => seen_month < month);
    const stillThere = await markSeen(tx, old, month);
    for (const { id, key, seen_month } of known) {
      if (seen_month >= month || stillThere.has(id)) ids.set(key, id);
    }
    missing = missing.filter(key => !ids.has(key));
    if (missing.length === 0) return ids;
    for (const { id, key } of await addKeys(tx, datasetId, missing, month)) ids.set(key, id);
    missing = missing.filter(key => !ids.has(key));
    if (missing.length === 0) return ids;
  }
  throw new Error(`${missing.length} customers could not be given an id`);
}

async function knownKeys(tx: Knex.Transaction, datasetId: string, keys: readonly string[]) {
  const given = databaseDialect(tx).jsonRows({ key: 'text' });
  // IN rather than a join, for which SQLite reads the JSON once for each customer.
  return rowsOf<Omit<CustomerRow, 'dataset_id'>>(
    tx,
    `SELECT id, key, seen_month FROM customers
     WHERE dataset_id = ? AND key IN (SELECT given.key FROM ${given})`,
    [datasetId, jsonOf(keys)],
  );
}

/** In the order of ids, as on all replicas. @returns the ids of those that are still there */
async function markSeen(
  tx: Knex.Transaction,
  old: readonly { id: number }[],
  month: string,
): Promise<Set<number>> {
  if (old.length === 0) return new Set();
  const { jsonRows, forUpdate } = databaseDialect(tx);
  const marked = await rowsOf<{ id: number }>(
    tx,
    `UPDATE customers SET seen_month = ?
     WHERE id IN (
       SELECT id FROM customers
       WHERE id IN (SELECT given.id FROM ${jsonRows({ id: 'integer' })})
       ORDER BY id
       ${forUpdate}
     )
     RETURNING id`,
    [month, JSON.stringify(old.map(({ id }) => ({ id })))],
  );
  return new Set(marked.map(({ id }) => id));
}

async function addKeys(
  tx: Knex.Transaction,
  datasetId: string,
  keys: readonly string[],
  month: string,
) {
  const given = databaseDialect(tx).jsonRows({ key: 'text' });
  return rowsOf<{ id: number; key: string }>(
    tx,
    `INSERT INTO customers (dataset_id, key, seen_month)
     SELECT ?, given.key, ? FROM ${given} WHERE true ORDER BY given.key
     ON CONFLICT DO NOTHING
     RETURNING id, key`,
    [datasetId, month, jsonOf(keys)],
  );
}

function jsonOf(keys: readonly string[]): string {
  return JSON.stringify(keys.map(key => ({ key })));
}
