import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { join } from 'node:path';
import type { Column } from '../config/tableOptions';
import { duckDbType } from '../tables/duckDbType';
import { TestLake } from '../testing/TestLake';
import { jsonLinesFormat } from './jsonLinesFormat';

const types = {
  text: 'varchar',
  whole: 'bigint',
  small: 'integer',
  real: 'double',
  money: 'decimal(12,3)',
  yes: 'boolean',
  at: 'timestamp',
  day: 'date',
  any: 'json',
  list: 'array(bigint)',
  nested: 'row(a varchar, b row(c double))',
  tags: 'map(varchar, varchar)',
};
const columns: Column[] = Object.entries(types).map(([name, type]) => ({
  name,
  from: name,
  type: duckDbType(type),
}));

const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constantFrom(
    null,
    '12',
    '1.5',
    'true',
    '2024-02-30',
    '2024-02-29T10:00:00Z',
    '2024-02-29',
    9e18,
  ),
  fc.array(fc.integer(), { maxLength: 3 }),
  fc.record({ a: fc.string(), b: fc.record({ c: fc.integer() }) }),
  fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
);
const event = fc.record(Object.fromEntries(Object.keys(types).map(name => [name, value])), {
  requiredKeys: [],
});

describe('jsonLinesFormat', () => {
  let lake: TestLake;
  let connection: DuckDBConnection;
  beforeAll(async () => {
    lake = await TestLake.create();
    connection = await (await DuckDBInstance.create()).connect();
  });
  afterAll(async () => {
    connection.closeSync();
    await lake.remove();
  });

  it('reads the same events by the fast way and by the way that leaves malformed lines out', async () => {
    const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjects();
    const path = join(lake.directory, 'a.jsonl');
    const files = [{ path, bytes: 1, fingerprint: '', partition: {} }];
    const read = async (clean: boolean) => {
      const select = await jsonLinesFormat.scan(ask, files, columns, { clean });
      return (await connection.runAndReadAll(select)).getRowObjectsJson();
    };
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 20 }), async events => {
        await lake.write('a.jsonl', events.map(one => JSON.stringify(one)).join('\n'));
        const fast = await read(true);
        expect(fast).toHaveLength(events.length);
        expect(await read(false)).toEqual(fast);
      }),
      { numRuns: 150 },
    );
  });
});
