import { createHmac } from 'node:crypto';

/** What of a customer's key is stored. `drop` does not come here: such datasets have no customers. */
export type CustomerKeyPolicy =
  { pii: 'keep'; hashKey?: string } | { pii: 'hash'; hashKey: string };

/**
 * A customer's key as it is stored.
 *
 * @returns the key itself, or 32 hex characters (128 bits) of its HMAC-SHA256: without the secret nobody can tell whether
 *   a given customer is meant
 */
export function storedCustomerKey(key: string, policy: CustomerKeyPolicy): string {
  return policy.pii === 'keep' ? key : hashed(key, policy.hashKey);
}

/** Every form a customer's key can be stored in, whatever the dataset's definition says or said. */
export function customerKeyForms(key: string, hashKey: string | undefined): string[] {
  return hashKey === undefined ? [key] : [key, hashed(key, hashKey)];
}

function hashed(key: string, hashKey: string): string {
  return createHmac('sha256', hashKey).update(key).digest('hex').slice(0, 32);
}
