/** A double as Java, and so Trino, writes it: `1.5`, `1.0E20`, `1.0E-7`, `NaN`, `-Infinity`. */
export const javaDouble = (value: number): string => inJava(value, String(value));

/** A 32 bit float as Java writes it: the fewest digits that read back as the same float. */
export function javaFloat(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return inJava(value, String(Number(text)));
  }
  return inJava(value, String(Number(value.toPrecision(9))));
}

function inJava(value: number, shortest: string): string {
  if (!Number.isFinite(value)) return shortest;
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(shortest) ?? [];
  const padded = whole + fraction;
  const leadingZeros = padded.length - padded.replace(/^0+/, '').length;
  const digits = padded.slice(leadingZeros).replace(/0+$/, '');
  // The value is 0.DIGITS × 10^pointAt.
  const pointAt = whole.length + Number(exponentText) - leadingZeros;
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) {
    if (pointAt <= 0) return `${sign}0.${'0'.repeat(-pointAt)}${digits}`;
    const integer = digits.slice(0, pointAt).padEnd(pointAt, '0');
    return `${sign}${integer}.${digits.slice(pointAt) || '0'}`;
  }
  return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${pointAt - 1}`;
}
