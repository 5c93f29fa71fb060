import type { Knex } from 'knex';
import type { CustomerDictionary } from '../publish/CustomerDictionary';
import {
  customerKeyForms,
  storedCustomerKey,
  type CustomerKeyPolicy,
} from '../publish/customerKey';
import { databaseDialect, rowsOf } from './databaseDialect';
import { readErasures, recordErasure, type Erasures } from './erasures';

/** Customers in one statement. */
const batchSize = 20_000;

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
  const rows = await internKeys(tx, [...indexes.keys()], interning);
  const named = rows.flatMap(({ id, key }) => {
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
  for (const { index, key } of batch) {
    const found = customerKeyForms(key, policy.hashKey)
      .map(form => erasures.find(form))
      .filter(erasure => erasure !== undefined);
    if (found.length === 0) continue;
    const known = found.find(({ customerId }) => customerId !== null)?.customerId;
    const [{ keyHash }] = found;
    ids.set(index, known ?? (await recordErasure(tx, { datasetId, keyHash, nowMs })));
  }
  return ids;
}

async function internKeys(
  tx: Knex.Transaction,
  keys: readonly string[],
  { datasetId, month }: Interning,
): Promise<{ id: number; key: string }[]> {
  const { jsonRows, forUpdate } = databaseDialect(tx);
  const given = jsonRows({ key: 'text' });
  const json = JSON.stringify(keys.map(key => ({ key })));
  // Who is seen again is marked before anything else: retention removes nobody then who is about to be counted.
  await tx.raw(
    `UPDATE customers SET seen_month = ?
     WHERE id IN (
       SELECT id FROM customers
       WHERE dataset_id = ? AND key IN (SELECT given.key FROM ${given}) AND seen_month < ?
       ORDER BY id
       ${forUpdate}
     )`,
    [month, datasetId, json, month],
  );
  await tx.raw(
    `INSERT INTO customers (dataset_id, key, seen_month)
     SELECT ?, given.key, ? FROM ${given}
     WHERE NOT EXISTS (
       SELECT 1 FROM customers WHERE customers.dataset_id = ? AND customers.key = given.key
     )
     ORDER BY given.key
     ON CONFLICT DO NOTHING`,
    [datasetId, month, json, datasetId],
  );
  // IN rather than a join, for which SQLite reads the JSON once for each customer.
  return rowsOf(
    tx,
    `SELECT id, key FROM customers
     WHERE dataset_id = ? AND key IN (SELECT given.key FROM ${given})`,
    [datasetId, json],
  );
}
