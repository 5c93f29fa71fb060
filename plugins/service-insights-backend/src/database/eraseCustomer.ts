import type { Knex } from 'knex';
import { customerKeyForms } from '../publish/customerKey';
import { databaseDialect } from './databaseDialect';
import { everyDataset, readErasures, recordErasure } from './erasures';
import type { CustomerRow } from './rows';

/** Stands where a key was that an engine's message quoted. */
const erasedMark = '(erased)';

/** Who is to be erased, and from where. */
export type ErasureOrder = {
  /** As events hold it. */
  key: string;
  hashKey: string | undefined;
  /** The dataset, or all there are and will be. */
  from: string | 'everywhere';
  /** Datasets that store hashes of keys. */
  hashing: ReadonlySet<string>;
  nowMs: number;
};

/**
 * Removes a customer's key, in every form it may be stored in, from all tables of the database; remembers a hash of it
 * by which `internCustomers` knows them again. Their calls stay counted by an id without a name.
 *
 * Precomputed answers may hold the name packed: those of the dataset are removed, and its revision moves, so that what
 * is being computed from before is not written.
 *
 * @returns the datasets, and whether the customer was known there
 */
export async function eraseCustomer(
  knex: Knex,
  order: ErasureOrder,
): Promise<{ id: string; found: boolean }[]> {
  const forms = customerKeyForms(order.key, order.hashKey);
  return knex.transaction(async tx => {
    const ids = order.from === 'everywhere' ? await datasetIds(tx) : [order.from];
    const erased: { id: string; found: boolean }[] = [];
    for (const id of ids) erased.push({ id, found: await eraseFrom(tx, id, forms, order) });
    if (order.from === 'everywhere') await rememberEverywhere(tx, forms, order);
    return erased;
  });
}

async function datasetIds(tx: Knex.Transaction): Promise<string[]> {
  return tx('datasets').orderBy('dataset_id').pluck('dataset_id');
}

async function eraseFrom(
  tx: Knex.Transaction,
  datasetId: string,
  forms: readonly string[],
  { hashing, nowMs }: ErasureOrder,
): Promise<boolean> {
  const erasures = await readErasures(tx, datasetId, 'write');
  const known: CustomerRow[] = await tx<CustomerRow>('customers')
    .where({ dataset_id: datasetId })
    .whereIn('key', [...forms]);
  // With a hash key, the hash is the last of the forms: only who has that key can tell then who was erased.
  const form = hashing.has(datasetId) ? forms[forms.length - 1] : forms[0];
  // And whatever is there: who reads hashes on the screen can only ask for those.
  for (const key of new Set([form, ...known.map(row => row.key)])) {
    await recordErasure(tx, {
      datasetId,
      keyHash: erasures.hashOf(key),
      known: known.find(row => row.key === key)?.id,
      nowMs,
    });
  }
  await removeFromMessages(tx, datasetId, forms);
  // In the order in which publishing takes them: runs, the dataset, what is derived from it.
  await tx('datasets')
    .where({ dataset_id: datasetId })
    .update({ revision: tx.raw('revision + 1') });
  await tx('customers')
    .whereIn(
      'id',
      known.map(({ id }) => id),
    )
    .delete();
  await tx('service_periods').where({ dataset_id: datasetId }).delete();
  return known.length > 0;
}

/** An engine may quote a value it could not read. */
async function removeFromMessages(
  tx: Knex.Transaction,
  datasetId: string,
  forms: readonly string[],
): Promise<void> {
  for (const form of forms) {
    const without = tx.raw('replace(error_message, ?, ?)', [form, erasedMark]);
    await tx('runs')
      .where({ dataset_id: datasetId })
      .whereRaw(databaseDialect(tx).contains('error_message'), [form])
      .update({ error_message: without });
  }
}

async function rememberEverywhere(
  tx: Knex.Transaction,
  forms: readonly string[],
  { nowMs }: ErasureOrder,
): Promise<void> {
  const { hashOf } = await readErasures(tx, everyDataset, 'write');
  await tx('erasures')
    .insert({
      dataset_id: everyDataset,
      key_hash: hashOf(forms[forms.length - 1]),
      customer_id: null,
      erased_at: nowMs,
    })
    .onConflict(['dataset_id', 'key_hash'])
    .ignore();
}
