import type { Knex } from 'knex';
import type { CustomerDictionary } from '../publish/CustomerDictionary';
import { storedCustomerKey, type CustomerKeyPolicy } from '../publish/customerKey';
import { databaseDialect, rowsOf } from './databaseDialect';

/** Customers in one statement. */
const batchSize = 20_000;

/**
 * Gives the customers of a dictionary that have no id theirs. Ids never change, and giving one to a customer whose day
 * is not published in the end does no harm: so this needs no transaction.
 */
export async function internCustomers(
  knex: Knex,
  datasetId: string,
  dictionary: CustomerDictionary,
  policy: CustomerKeyPolicy,
): Promise<void> {
  const indexes = new Map(
    dictionary.pending().map(({ index, key }) => [storedCustomerKey(key, policy), index]),
  );
  const keys = [...indexes.keys()].sort(); // one order on all replicas, so that they cannot deadlock
  for (let at = 0; at < keys.length; at += batchSize) {
    const rows = await internKeys(knex, datasetId, keys.slice(at, at + batchSize));
    dictionary.learn(
      new Map(
        rows.flatMap(({ id, key }) => {
          const index = indexes.get(key);
          return index === undefined ? [] : [[index, id] as const];
        }),
      ),
    );
  }
}

async function internKeys(
  knex: Knex,
  datasetId: string,
  keys: readonly string[],
): Promise<{ id: number; key: string }[]> {
  const given = databaseDialect(knex).jsonRows({ key: 'text' });
  const json = JSON.stringify(keys.map(key => ({ key })));
  await knex.raw(
    `INSERT INTO customers (dataset_id, key)
     SELECT ?, given.key FROM ${given}
     WHERE NOT EXISTS (
       SELECT 1 FROM customers WHERE customers.dataset_id = ? AND customers.key = given.key
     )
     ORDER BY given.key
     ON CONFLICT DO NOTHING`,
    [datasetId, json, datasetId],
  );
  // IN rather than a join, for which SQLite reads the JSON once for each customer.
  return rowsOf(
    knex,
    `SELECT id, key FROM customers
     WHERE dataset_id = ? AND key IN (SELECT given.key FROM ${given})`,
    [datasetId, json],
  );
}
