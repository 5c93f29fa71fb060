import { createHmac } from 'node:crypto';

/** What of a customer's key is stored. `drop` does not come here: such datasets have no customers. */
export type CustomerKeyPolicy = { pii: 'keep' } | { pii: 'hash'; hashKey: string };

/**
 * A customer's key as it is stored.
 *
 * @returns the key itself, or 32 hex characters (128 bits) of its HMAC-SHA256: without the secret nobody can tell whether
 *   a given customer is meant
 */
export function storedCustomerKey(key: string, policy: CustomerKeyPolicy): string {
  if (policy.pii === 'keep') return key;
  return createHmac('sha256', policy.hashKey).update(key).digest('hex').slice(0, 32);
}
