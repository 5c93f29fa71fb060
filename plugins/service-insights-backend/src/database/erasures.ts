import { createHmac } from 'node:crypto';
import type { Knex } from 'knex';
import type { ErasureRow } from './rows';

/** The dataset of erasures that hold for all datasets. */
export const everyDataset = '';

/** What the erasures of a dataset say, for as long as a transaction lasts. */
export type Erasures = {
  /** The erasure of a customer's key in one of its forms. The id is null until they are met in the dataset. */
  find(form: string): { keyHash: string; customerId: number | null } | undefined;
  hashOf(form: string): string;
  isEmpty: boolean;
};

/**
 * Reads who was erased from a dataset. Nobody is erased until the transaction ends: whoever interns customers either
 * sees an erasure, or is seen by it.
 *
 * @param lock - `write` for whoever erases: it waits for those who intern, and they for it
 */
export async function readErasures(
  tx: Knex.Transaction,
  datasetId: string,
  lock: 'read' | 'write',
): Promise<Erasures> {
  const locking = tx('erasure_secret');
  if (tx.client.config.client === 'pg') {
    if (lock === 'write')
      locking.forUpdate(); // SQLite has one writer anyway
    else locking.forShare();
  }
  const { secret } = await locking.first('secret');
  const rows: ErasureRow[] = await tx<ErasureRow>('erasures').whereIn('dataset_id', [
    datasetId,
    everyDataset,
  ]);
  const ids = new Map<string, number | null>();
  for (const { key_hash, customer_id } of rows) ids.set(key_hash, ids.get(key_hash) ?? customer_id);
  const hashOf = (form: string) => createHmac('sha256', secret).update(form).digest('hex');
  const find = (form: string) => {
    const keyHash = hashOf(form);
    const customerId = ids.get(keyHash);
    return customerId === undefined ? undefined : { keyHash, customerId };
  };
  return { find, hashOf, isEmpty: ids.size === 0 };
}

/**
 * Gives an erased customer an id without a name, and remembers it.
 *
 * @param known - the id they had with a name, if they had one
 */
export async function recordErasure(
  tx: Knex.Transaction,
  erasure: { datasetId: string; keyHash: string; known?: number; nowMs: number },
): Promise<number> {
  const { datasetId, keyHash, known, nowMs } = erasure;
  const customerId = known ?? (await unusedId(tx, datasetId, keyHash));
  const kept: { customer_id: number }[] = await tx('erasures')
    .insert({
      dataset_id: datasetId,
      key_hash: keyHash,
      customer_id: customerId,
      erased_at: nowMs,
    })
    .onConflict(['dataset_id', 'key_hash'])
    // Two replicas may meet them at the same time: the first to give an id has given it.
    .merge({ key_hash: keyHash })
    .returning('customer_id');
  return kept[0].customer_id;
}

/** Ids are never given twice: that of a row which is gone belongs to nobody else. */
async function unusedId(tx: Knex.Transaction, datasetId: string, key: string): Promise<number> {
  const [{ id }] = await tx('customers').insert({ dataset_id: datasetId, key }).returning('id');
  await tx('customers').where({ id }).delete();
  return id;
}
