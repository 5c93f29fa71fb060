import {
  parseDefinition,
  toDay,
  type DatasetDefinition,
  type DatasetDefinitionInput,
} from 'backstage-plugin-service-insights-common';
import { bindParameters, guardStatement, toDuckDb } from 'service-insights-trino-sql';
import { compileRollup } from './compileRollup';

const day = toDay('2026-03-14');
const least: DatasetDefinitionInput = {
  kind: 'dataset',
  id: 'requests',
  table: 'telemetry.events',
  time: { column: 'ts', partition: { column: 'day' } },
  service: 'service',
};

function define(change: Partial<DatasetDefinitionInput>): DatasetDefinition {
  const parsed = parseDefinition({ ...least, ...change }, 'test');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.definition;
}

function compile(change: Partial<DatasetDefinitionInput>) {
  return compileRollup(define(change), { table: 'telemetry.events' }, day);
}

const everything: Partial<DatasetDefinitionInput> = {
  region: { sql: "coalesce(region, 'none') -- where it ran\n" },
  customer: { sql: "split_part(caller, ':', 1)", pii: 'hash' },
  operation: 'user', // a word of the language
  outcome: { httpStatus: { sql: 'status' } },
  error: 'error',
  duration: { sql: 'finished - started', unit: 'us' },
  where: "env = 'prod' OR env = '?'",
  dedupe: ['id', 'part'],
  measures: { sent: { sum: 'bytes' }, n: { count: true }, low: { min: 'x' }, high: { max: 'x' } },
};

it.each<[string, Partial<DatasetDefinitionInput>]>([
  ['the least a definition can say', {}],
  ['everything it can say', everything],
  [
    'an outcome of its own',
    { outcome: { sql: "CASE WHEN ok THEN 'ok' ELSE 'service_fault' END" } },
  ],
  ['customers that are dropped', { ...everything, customer: { column: 'caller', pii: 'drop' } }],
])('compiles %s to one query that both engines take', (_, change) => {
  const { sql, parameters } = compile(change);
  const bound = bindParameters(sql, parameters);
  expect(() => guardStatement(bound, { tables: ['telemetry.events'] })).not.toThrow();
  expect(() => guardStatement(bound, { tables: [] })).toThrow('telemetry.events');
  expect(() => toDuckDb(bound, { table: () => 'events' })).not.toThrow();
  expect(bound.match(/telemetry\.events/g)).toHaveLength(1);
});

it('reads one day, by its partitions and by its time', () => {
  const partition = { column: 'dt', format: 'year=%Y/%m/%d', lateDays: 1 };
  const { parameters, reads } = compile({ time: { column: 'ts', partition } });
  const values = ['year=2026/03/14', 'year=2026/03/15'];
  expect(reads).toEqual([{ table: 'telemetry.events', partition: { column: 'dt', values } }]);
  expect(parameters).toEqual([
    ...values.map(value => ({ type: 'varchar', value })),
    { type: 'timestamp', value: '2026-03-14 00:00:00' },
    { type: 'timestamp', value: '2026-03-15 00:00:00' },
  ]);
  const dated = compile({ time: { column: 'ts', partition: { column: 'day', type: 'date' } } });
  expect(dated.parameters[0]).toEqual({ type: 'date', value: '2026-03-14' });
});

it('has the same text for every day, so that only values differ', () => {
  const definition = define(everything);
  const other = compileRollup(definition, { table: 'telemetry.events' }, toDay('2025-12-31'));
  expect(other.sql).toBe(compile(everything).sql);
});

it('asks for no customers where they are dropped or not bound', () => {
  expect(compile({ customer: { column: 'caller', pii: 'drop' } }).sql).not.toContain('"caller"');
  expect(compile({}).sql).not.toContain('customers');
});
