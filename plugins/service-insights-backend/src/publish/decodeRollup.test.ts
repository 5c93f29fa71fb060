import fc from 'fast-check';
import {
  parseDefinition,
  toDay,
  type DatasetDefinition,
} from 'backstage-plugin-service-insights-common';
import type {
  EngineColumn,
  EngineRowBatch,
  EngineValue,
} from 'backstage-plugin-service-insights-node';
import { rollupColumns } from '../plan/rollupColumns';
import { checksumOf } from './checksumOf';
import { CustomerDictionary } from './CustomerDictionary';
import { decodeRollup } from './decodeRollup';
import { decodeServiceDay } from './encodeServiceDay';
import { packServiceDay } from './packServiceDay';

const definition = define();
const columns = rollupColumns(definition);

const rows: EngineValue[][] = [
  ['cells', 'orders', 'eu', 'Get', 'ok', '', 5n, 2n, null, 1.5],
  ['cells', 'orders', 'eu', 'Get', 'service_fault', 'Down', 1n, 0n, null, null],
  ['cells', 'orders', 'eu', 'List', 'ok', '', 0n, 3n, null, null],
  ['cells', '', '', '', '', '', 7n, 1n, null, 9],
  ['customers', 'orders', 'eu', '', '', '', 6n, 0n, '1 0 4 acme|0 0 2 b\\pc', null],
  ['durations', 'orders', 'eu', 'Get', '', '', 6n, 0n, '120 1|-1000 2|119 3', null],
  ['hours', 'orders', 'eu', '', '', '', 6n, 0n, '23 ok 5|3 service_fault 1', null],
  ['cells', 'billing', 'us', '', 'ok', '', 1n, 0n, null, 2],
];

it('puts a day together from its rows', async () => {
  const { day, dictionary } = await decode(rows);
  expect(day).toMatchObject({
    calls: 7,
    duplicateEvents: 6,
    unmappedEvents: 7,
    resultRows: 8,
  });
  expect(dictionary.pending().map(({ key }) => key)).toEqual(['acme', 'b|c']);
  expect(day.services[0]).toEqual({
    service: 'orders',
    region: 'eu',
    cells: [
      { operation: 'Get', outcome: 'ok', error: '', calls: 5, measures: [1.5] },
      { operation: 'Get', outcome: 'service_fault', error: 'Down', calls: 1, measures: [null] },
    ],
    customers: { customers: [0, 1], calls: [4, 2], failedCalls: [1, 0], callerFaults: [0, 0] },
    durations: [
      {
        operation: 'Get',
        buckets: [
          [-1_000, 2],
          [119, 3],
          [120, 1],
        ],
      },
    ],
    hours: [
      { hour: 3, outcome: 'service_fault', calls: 1 },
      { hour: 23, outcome: 'ok', calls: 5 },
    ],
  });
});

it('packs customers by id and keeps who is who', async () => {
  const { day, dictionary } = await decode(rows);
  dictionary.learn(
    new Map([
      [0, 99],
      [1, 4],
    ]),
  );
  const packed = packServiceDay(day.services[0], dictionary);
  expect(packed).toMatchObject({ customers: 2, calls: { ok: 5, service_fault: 1 } });
  const key = { service: 'orders', region: 'eu', day: toDay('2026-03-14') };
  expect(decodeServiceDay(packed.payload, key).customers).toEqual([
    { id: 4, calls: 2, failedCalls: 0, callerFaults: 0 },
    { id: 99, calls: 4, failedCalls: 1, callerFaults: 0 },
  ]);
});

it('gives the same checksum in any order of rows and of ids, and another for other content', async () => {
  const checksum = async (given: EngineValue[][], firstId = 1) => {
    const { day, dictionary } = await decode(given);
    dictionary.learn(new Map(dictionary.pending().map(({ index }) => [index, firstId + index])));
    return checksumOf(
      day,
      day.services.map(service => packServiceDay(service, dictionary)),
    );
  };
  const expected = await checksum(rows);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(rows, { minLength: rows.length }),
      fc.integer({ min: 1, max: 1e6 }),
      async (shuffled, firstId) => expect(await checksum(shuffled, firstId)).toBe(expected),
    ),
    { numRuns: 30 },
  );
  const others = rows.map((row, i) =>
    checksum(rows.map((other, j) => (i === j ? changed(row) : other))),
  );
  const checksums = [expected, ...(await Promise.all(others))];
  expect(new Set(checksums).size).toBe(checksums.length);
});

/** The same row with one more call in it. */
function changed(row: EngineValue[]): EngineValue[] {
  return row.map((value, i) => {
    if (i === 8 && typeof value === 'string') return value.replace(/(\d)(?=( acme)?\||$)/, '9');
    if (i === 6 && typeof value === 'bigint' && row[1] !== '') return value + 1n;
    return i === 7 ? 9n : value;
  });
}

it.each([
  ['missing', columns.slice(0, -1)],
  ['renamed', columns.map(column => (column.name === 'calls' ? { ...column, name: 'n' } : column))],
  [
    'retyped',
    columns.map(column => (column.name === 'calls' ? { ...column, type: 'double' } : column)),
  ],
])('refuses rows whose columns are %s', async (_, given) => {
  await expect(decode(rows, given)).rejects.toMatchObject({ class: 'definition', code: 'schema' });
});

it('says which columns are not as they were asked for', async () => {
  const given = columns.slice(0, -1).map(column => ({
    ...column,
    type: column.name === 'calls' ? 'double' : column.type,
  }));
  await expect(decode(rows, given)).rejects.toThrow(
    'The result has other columns than were asked for: calls is double, must be bigint, measure_sent is missing',
  );
});

it('refuses a later batch whose columns are others than those of the first', async () => {
  async function* batches(): AsyncGenerator<EngineRowBatch> {
    yield { columns, rows: rows.slice(0, 3) };
    yield { columns: columns.slice(1), rows: rows.slice(3).map(row => row.slice(1)) };
  }
  const decoding = decodeRollup(definition, batches(), new CustomerDictionary());
  await expect(decoding).rejects.toMatchObject({ code: 'schema' });
});

it('finds columns by their names, whatever else comes and in whichever order', async () => {
  const more = [...columns, { name: 'extra', type: 'varchar' }];
  const given = rows.map(row => [...row, 'unused']);
  const { day } = await decode(rows);
  expect((await decode(given, more)).day).toEqual(day);
  const reversed = given.map(row => [...row].reverse());
  expect((await decode(reversed, [...more].reverse())).day).toEqual(day);
});

it.each([
  ['a text for a count', ['cells', 'a', '', '', 'ok', '', 'many', 0n, null, null]],
  ['nothing for a text', ['cells', null, '', '', 'ok', '', 1n, 0n, null, null]],
  ['an outcome that is none', ['cells', 'a', '', '', 'failed', '', 1n, 0n, null, null]],
  ['a part that is none', ['tails', 'a', '', '', 'ok', '', 1n, 0n, null, null]],
  ['half an hour', ['hours', 'a', '', '', '', '', 1n, 0n, '3.5 ok 1', null]],
  ['half a customer', ['customers', 'a', '', '', '', '', 1n, 0n, '1 0', null]],
] as [string, EngineValue[]][])('refuses %s', async (_, row) => {
  await expect(decode([row])).rejects.toThrow();
});

async function decode(given: EngineValue[][], as: readonly EngineColumn[] = columns) {
  async function* batches(): AsyncGenerator<EngineRowBatch> {
    yield { columns: as, rows: given.slice(0, 3) };
    yield { columns: as, rows: given.slice(3) };
  }
  const dictionary = new CustomerDictionary();
  return { day: await decodeRollup(definition, batches(), dictionary), dictionary };
}

function define(): DatasetDefinition {
  const parsed = parseDefinition(
    {
      kind: 'dataset',
      id: 'requests',
      table: 'telemetry.events',
      time: { column: 'ts', partition: { column: 'day' } },
      service: 'service',
      measures: { sent: { sum: 'bytes' } },
    },
    'test',
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.definition;
}
