import type { CallBuckets } from './AthenaConnection';
import type { AthenaOptions } from './athenaOptions';
import { TokenBucket } from './TokenBucket';

/** The buckets of an account and region: full ones hold the calls of two seconds. */
export function callBuckets(
  limits: Pick<AthenaOptions['limits'], 'startsPerSecond' | 'readsPerSecond'>,
): CallBuckets {
  const { startsPerSecond, readsPerSecond } = limits;
  return {
    starts: new TokenBucket(startsPerSecond, startsPerSecond * 2),
    reads: new TokenBucket(readsPerSecond, readsPerSecond * 2),
  };
}
