const nanoUsdPerUsd = 1e9;

/**
 * An amount of money as a whole number, so that sums are exact whatever their order.
 *
 * @param usd - US dollars
 * @returns billionths of a US dollar: an Athena query costs 50,000 at least
 */
export function toNanoUsd(usd: number): number {
  return Math.round(usd * nanoUsdPerUsd);
}

/** Billionths of a US dollar as US dollars. */
export function toUsd(nanoUsd: number): number {
  return nanoUsd / nanoUsdPerUsd;
}
