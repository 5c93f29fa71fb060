import type { RunCost } from 'backstage-plugin-service-insights-node';
import type { AthenaOptions } from './athenaOptions';

/** How a query ended, as far as its price depends on it. */
export type Billing = 'executed' | 'cancelled' | 'failed' | 'reused';

/**
 * What a query cost: bytes rounded up to whole megabytes, ten at least (pricing page of Amazon Athena). A failed query
 * and one answered from an earlier result are free; a cancelled one pays for what it had read.
 *
 * @param bytesScanned - `DataScannedInBytes` of the execution
 */
export function runCost(
  bytesScanned: number,
  billing: Billing,
  pricing: AthenaOptions['pricing'],
): RunCost {
  const bytesBilled = billedBytes(bytesScanned, billing, pricing);
  return {
    bytesScanned,
    bytesBilled,
    usd: (bytesBilled / pricing.terabyteBytes) * pricing.usdPerTerabyte,
  };
}

function billedBytes(
  bytesScanned: number,
  billing: Billing,
  { megabyteBytes, minimumMegabytes }: AthenaOptions['pricing'],
): number {
  if (billing === 'failed' || billing === 'reused') return 0;
  if (billing === 'cancelled' && bytesScanned === 0) return 0;
  return Math.max(minimumMegabytes, Math.ceil(bytesScanned / megabyteBytes)) * megabyteBytes;
}
