import { datasetDefinitionSchema } from './datasetDefinition';
import { defineDataset } from './defineDataset';
import { isoDurationMs } from './isoDuration';
import { formatDefinitionProblem, parseDefinition } from './parseDefinition';

const minimal = defineDataset({
  id: 'api-requests',
  table: 'telemetry.events',
  time: { column: 'ts', partition: { column: 'day' } },
  service: 'service',
});

function problemsOf(value: unknown): string[] {
  const parsed = parseDefinition(value, 'lake.yaml');
  return parsed.ok ? [] : parsed.problems.map(formatDefinitionProblem);
}

describe('parseDefinition', () => {
  it('needs an id, a table, a time and a service, and fills in the rest', () => {
    const parsed = parseDefinition(minimal, 'lake.yaml');
    expect(parsed).toEqual({
      ok: true,
      definition: {
        ...minimal,
        time: {
          column: 'ts',
          partition: { column: 'day', format: '%Y-%m-%d', type: 'string', lateDays: 0 },
        },
        enabled: true,
        mapping: 'annotation',
        dimensions: {},
        measures: {},
        emptyDay: 'missing',
        onChange: 'rebuild',
        lag: 'PT6H',
        lookback: 2,
        history: 400,
      },
    });
  });

  it('takes every key of the documented example', () => {
    const parsed = parseDefinition(
      {
        ...minimal,
        title: 'API requests',
        owner: 'group:default/platform',
        region: 'region',
        customer: { column: 'customer_id', noun: 'customers', pii: 'hash' },
        operation: 'operation',
        outcome: { httpStatus: 'status' },
        error: 'error_code',
        duration: { column: 'duration_ms', unit: 'ms' },
        request: { id: 'trace_id' },
        dedupe: 'event_id',
        dimensions: { app_version: {} },
        measures: { bytes_sent: { sum: 'bytes', unit: 'bytes' } },
        sources: [{ engine: 'lake-us', region: 'us-east-1' }, { engine: 'lake-eu' }],
        lag: 'PT6H',
        lookback: 2,
        history: 400,
        budget: { bytesPerRun: '20GB', usdPerMonth: 30 },
      },
      'lake.yaml',
    );
    expect(parsed).toMatchObject({
      ok: true,
      definition: { budget: { bytesPerRun: 20e9 }, customer: { pii: 'hash' } },
    });
  });

  it.each([
    [
      'an unknown key',
      { ...minimal, colour: 'red' },
      /^lake\.yaml: unknown 'colour'; allowed are kind, id, .*table/,
    ],
    [
      'a missing key',
      { ...minimal, service: undefined },
      /^lake\.yaml: service: must be a column name, or \{ sql/,
    ],
    [
      'no partition',
      { ...minimal, time: { column: 'ts' } },
      /^lake\.yaml: time\.partition: is required/,
    ],
    [
      'two ways to say when',
      { ...minimal, time: { ...minimal.time, sql: 'now()' } },
      /^lake\.yaml: time: must have exactly one of column and sql/,
    ],
    [
      'a measure that cannot be added up',
      { ...minimal, measures: { users: { distinct: 'customer' } } },
      /^lake\.yaml: measures\.users: must be \{ sum \| min \| max/,
    ],
    [
      'a word for a lag',
      { ...minimal, lag: '6 hours' },
      /^lake\.yaml: lag: must be an ISO 8601 duration/,
    ],
    [
      'a table with a quote',
      { ...minimal, table: 'a."b"' },
      /^lake\.yaml: table: must be database\.table/,
    ],
    [
      'an unknown kind',
      { ...minimal, kind: 'data' },
      /^lake\.yaml: kind: must be 'dataset', was "data"/,
    ],
    ['a text', 'dataset', /^lake\.yaml: kind: must be 'dataset', was missing/],
  ])('refuses %s, naming the file, the path and what is allowed', (_, value, message) => {
    expect(problemsOf(value)).toEqual([expect.stringMatching(message)]);
  });

  it('says everything that is wrong at once', () => {
    expect(problemsOf({ ...minimal, id: 'API', history: 0, lookback: -1 })).toHaveLength(3);
  });
});

describe('the schema', () => {
  it('documents durations in milliseconds', () => {
    expect(isoDurationMs('P1DT12H30M')).toBe(36.5 * 3_600_000);
  });

  it('accepts its own defaults again', () => {
    const once = datasetDefinitionSchema.parse(minimal);
    expect(datasetDefinitionSchema.parse(once)).toEqual(once);
  });
});
