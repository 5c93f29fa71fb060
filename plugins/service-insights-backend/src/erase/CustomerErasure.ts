import type { Knex } from 'knex';
import { eraseCustomer } from '../database/eraseCustomer';
import { forgetFreePages } from '../database/forgetFreePages';
import type { Datasets, LoadedDataset } from '../definitions/LoadedDataset';
import type { DayStore } from '../publish/DayStore';

/** Where a customer was looked for, and whether they were known there. */
export type ErasedFrom = { id: string; found: boolean };

/** What erasing needs. */
export type CustomerErasureOptions = {
  knex: Knex;
  datasets: Datasets;
  days: DayStore;
  hashKey: string | undefined;
  /** The plugin's clock. */
  clock: () => number;
};

/**
 * Erases customers: their key leaves every table and the memory of every replica, and reading a day again does not bring
 * it back. What they did stays counted, by an id that has no name.
 */
export class CustomerErasure {
  readonly #options: CustomerErasureOptions;

  constructor(options: CustomerErasureOptions) {
    this.#options = options;
  }

  /**
   * @param key - as events hold it
   * @param only - the dataset to erase them from; from all, those to come as well, when left out
   */
  async erase(key: string, only?: LoadedDataset): Promise<ErasedFrom[]> {
    const { knex, datasets, days, hashKey, clock } = this.#options;
    const loaded = only === undefined ? datasets.all() : [only];
    const erased = await eraseCustomer(knex, {
      key,
      hashKey,
      from: only === undefined ? 'everywhere' : only.definition.id,
      hashing: new Set(
        loaded.flatMap(({ definition: { id, customer } }) =>
          customer?.pii === 'hash' ? [id] : [],
        ),
      ),
      nowMs: clock(),
    });
    await days.forgetErased();
    await forgetFreePages(knex);
    return erased;
  }
}
