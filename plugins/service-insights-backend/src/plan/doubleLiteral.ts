/**
 * A number as a Trino double. A literal with a point and no exponent would be a decimal, and decimals divide
 * differently between engines and even versions.
 */
export function doubleLiteral(value: number): string {
  return value.toExponential().replace('e+', 'e');
}
