const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes for people, in powers of 1,000 as bills are; a dash where they are not known. */
export function bytesText(bytes: number | null): string {
  if (bytes === null) return '–';
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const scaled = bytes / 1_000 ** power;
  return `${power === 0 ? scaled : scaled.toFixed(1)} ${units[power]}`;
}

/** US dollars: cents where there are some, all digits below. */
export function usdText(usd: number | null): string {
  if (usd === null) return '–';
  if (usd === 0) return '0 USD';
  return `${usd >= 1 ? usd.toFixed(2) : Number(usd.toPrecision(3))} USD`;
}
