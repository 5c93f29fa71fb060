import { DuckDBInstance } from '@duckdb/node-api';
import { encodeValue } from './encodeValue';

describe('values, as Athena writes them', () => {
  let ask: (sql: string) => Promise<(string | null)[]>;
  let close: () => void;

  beforeAll(async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    ask = async sql => {
      const result = await connection.run(sql);
      const types = result.columnTypes();
      const [row] = await result.getRows();
      return row.map((value, i) => encodeValue(value, types[i]));
    };
    close = () => {
      connection.closeSync();
      instance.closeSync();
    };
  });
  afterAll(() => close());

  it.each([
    ["TIMESTAMP_S '2020-01-01 12:34:56'", '2020-01-01 12:34:56'],
    ["TIMESTAMP_MS '2020-01-01 12:34:56.7'", '2020-01-01 12:34:56.700'],
    ["TIMESTAMP '2020-01-01 12:34:56.789012'", '2020-01-01 12:34:56.789012'],
    ["TIMESTAMP_NS '2020-01-01 12:34:56.789012345'", '2020-01-01 12:34:56.789012345'],
    ["TIMESTAMP '1900-01-01 00:00:00.001'", '1900-01-01 00:00:00.001'],
    ["TIMESTAMP_NS '1969-12-31 23:59:59.999999999'", '1969-12-31 23:59:59.999999999'],
    ["DATE '0001-01-01'", '0001-01-01'],
    ["TIME '23:59:59'", '23:59:59.000'],
    ['170141183460469231731687303715884105727::HUGEINT', '170141183460469231731687303715884105727'],
    ['(-0.5)::DECIMAL(18, 3)', '-0.500'],
    ['[1.5::DOUBLE, NULL, 1e10::DOUBLE]', '[1.5, null, 1.0E10]'],
    ["MAP {'a': [1, 2], 'b': NULL}", '{a=[1, 2], b=null}'],
    ["{'when': DATE '2020-01-01', 'deep': {'n': NULL}}", '{when=2020-01-01, deep={n=null}}'],
    ['\'{"a": 1}\'::JSON', '{"a": 1}'],
    ['NULL', null],
  ])('writes %s as %s', async (sql, text) => {
    expect(await ask(`SELECT ${sql}`)).toEqual([text]);
  });

  it('refuses rows without field names, rather than losing values', async () => {
    await expect(ask("SELECT row(1, 'x')")).rejects.toThrow('NOT_SUPPORTED');
  });
});
