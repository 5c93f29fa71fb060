import fc from 'fast-check';
import { decodeValue } from './decodeValue';

describe('decodeValue', () => {
  it('keeps every bigint, which no float could', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), value => {
        expect(decodeValue(value.toString(), 'bigint')).toBe(value);
      }),
    );
  });

  it('tells NULL from an empty text', () => {
    expect(decodeValue(undefined, 'varchar')).toBeNull();
    expect(decodeValue('', 'varchar')).toBe('');
  });

  it.each([
    ['true', 'boolean', true],
    ['-7', 'tinyint', -7],
    ['1.0E20', 'double', 1e20],
    ['1.0E-7', 'double', 1e-7],
    ['NaN', 'double', Number.NaN],
    ['-Infinity', 'double', Number.NEGATIVE_INFINITY],
    ['1.5', 'float', 1.5],
    ['123.40', 'decimal', '123.40'],
    ['2020-01-01', 'date', '2020-01-01'],
    ['2020-01-01 12:34:56.789', 'timestamp', '2020-01-01 12:34:56.789'],
    [
      '2020-01-01 12:34:56.789 America/New_York',
      'timestamp with time zone',
      '2020-01-01 12:34:56.789 America/New_York',
    ],
    ['12:34:56.789', 'time', '12:34:56.789'],
    ['01 02', 'varbinary', '01 02'],
    ['{"a":1}', 'json', '{"a":1}'],
    ['[a, b]', 'array', '[a, b]'],
  ])('reads %s as %s', (text, type, value) => {
    expect(decodeValue(text, type)).toEqual(value);
  });

  it.each([
    ['', 'bigint'],
    ['1.5', 'integer'],
    ['0x10', 'bigint'],
    ['maybe', 'boolean'],
    ['1,5', 'double'],
    ['', 'double'],
    ['1e5', 'decimal'],
    ['yesterday', 'date'],
  ])('refuses %p as %s rather than guess', (text, type) => {
    expect(() => decodeValue(text, type)).toThrow(RangeError);
  });
});
