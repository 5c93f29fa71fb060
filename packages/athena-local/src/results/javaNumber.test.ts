import fc from 'fast-check';
import { javaDouble, javaFloat } from './javaNumber';

describe('numbers, as Java writes them', () => {
  it.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [1.5, '1.5'],
    [100, '100.0'],
    [0.001, '0.001'],
    [0.000999, '9.99E-4'],
    [1e-7, '1.0E-7'],
    [9_999_999, '9999999.0'],
    [1e7, '1.0E7'],
    [12_345_678.9, '1.23456789E7'],
    [1e20, '1.0E20'],
    [-1.5e300, '-1.5E300'],
    [0.1 + 0.2, '0.30000000000000004'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [-Infinity, '-Infinity'],
  ])('writes %d as %s', (value, text) => {
    expect(javaDouble(value)).toBe(text);
  });

  it('loses nothing of any double, and looks like Java', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value => {
        const text = javaDouble(value);
        expect(Number(text)).toBe(value);
        expect(text).toMatch(/^-?(\d{1,7}\.\d+|\d\.\d+E-?\d+)$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('writes a float with the fewest digits that lead back to it', () => {
    expect(javaFloat(Math.fround(0.1))).toBe('0.1');
    expect(javaFloat(Math.fround(16_777_216))).toBe('1.6777216E7');
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), value => {
        expect(Math.fround(Number(javaFloat(value)))).toBe(value);
      }),
      { numRuns: 2_000 },
    );
  });
});
