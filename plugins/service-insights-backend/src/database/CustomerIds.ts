import type { Knex } from 'knex';
import { storedCustomerKey, type CustomerKeyPolicy } from '../publish/customerKey';
import { databaseDialect, rowsOf, type DatabaseDialect } from './databaseDialect';

/** Ids kept in memory, so that a day mostly of known customers asks the database for the few new ones only. */
const keptInMemory = 200_000;

/** Customers in one statement. */
const batchSize = 20_000;

/** The interned customers of a dataset. */
export class CustomerIds {
  readonly #knex: Knex;
  readonly #dialect: DatabaseDialect;
  readonly #datasetId: string;
  #known = new Map<string, number>();

  constructor(knex: Knex, datasetId: string) {
    this.#knex = knex;
    this.#dialect = databaseDialect(knex);
    this.#datasetId = datasetId;
  }

  /**
   * Ids of customers, new ones for those that have none. Ids never change, and giving one to a customer whose day is
   * not published in the end does no harm: so this needs no transaction.
   *
   * @returns a map that holds at least the keys asked for
   */
  async of(
    keys: ReadonlySet<string>,
    policy: CustomerKeyPolicy,
  ): Promise<ReadonlyMap<string, number>> {
    if (this.#known.size > keptInMemory) this.#known = new Map();
    const known = this.#known;
    const missing = new Map<string, string>();
    for (const key of keys) {
      // A copy: the key is a slice that would keep the whole value alive it was cut from.
      if (!known.has(key)) missing.set(storedCustomerKey(key, policy), Buffer.from(key).toString());
    }
    const stored = [...missing.keys()].sort(); // one order on all replicas, so that they cannot deadlock
    for (let at = 0; at < stored.length; at += batchSize) {
      for (const { id, key } of await this.#intern(stored.slice(at, at + batchSize))) {
        known.set(missing.get(key) ?? key, id);
      }
    }
    return known;
  }

  async #intern(stored: readonly string[]): Promise<{ id: number; key: string }[]> {
    const given = this.#dialect.jsonRows({ key: 'text' });
    const json = JSON.stringify(stored.map(key => ({ key })));
    await this.#knex.raw(
      `INSERT INTO customers (dataset_id, key)
       SELECT ?, given.key FROM ${given}
       WHERE NOT EXISTS (
         SELECT 1 FROM customers WHERE customers.dataset_id = ? AND customers.key = given.key
       )
       ORDER BY given.key
       ON CONFLICT DO NOTHING`,
      [this.#datasetId, json, this.#datasetId],
    );
    // IN rather than a join, for which SQLite reads the JSON once for each customer.
    return rowsOf(
      this.#knex,
      `SELECT id, key FROM customers
       WHERE dataset_id = ? AND key IN (SELECT given.key FROM ${given})`,
      [this.#datasetId, json],
    );
  }
}
