import {
  addDays,
  type DatasetDefinition,
  type Day,
} from 'backstage-plugin-service-insights-common';
import type { EngineStatement, TypedValue } from 'backstage-plugin-service-insights-node';
import {
  greatestDurationMs,
  leastDurationMs,
  logGamma,
  zeroBucket,
} from '../publish/durationBuckets';
import { doubleLiteral } from './doubleLiteral';
import {
  anonymous,
  customerOf,
  dedupeKeysOf,
  durationMsOf,
  fragment,
  identifier,
  outcomeOf,
  sqlOf,
  textOf,
  timeOf,
} from './eventExpressions';
import { partitionValue } from './partitionValue';
import { measureColumn } from './rollupColumns';

/** Customers packed into one value: some hundred kilobytes, far below the 32 MB a value may have. */
const customersPerValue = 5_000;

/** Marks a call without a duration; below the bucket of zero durations. */
const noBucket = zeroBucket - 1;

/**
 * The statement that reads a day of a dataset once, for all services (see `rollupColumns` for what it gives).
 *
 * Every step is used once by the next: Trino would run a step again, and Athena bill it again, for each use. The names
 * of the steps' columns start with `e_`, so that an author's expression cannot meet them by accident. The text depends
 * on the definition, the source and the number of partitions only, never on anything that varies between replicas.
 */
export function compileRollup(
  definition: DatasetDefinition,
  source: { table: string },
  day: Day,
): EngineStatement {
  const { time } = definition;
  const partitions = Array.from({ length: time.partition.lateDays + 1 }, (_, i) =>
    partitionValue(time.partition.format, addDays(day, i)),
  );
  const partitionType = time.partition.type === 'date' ? 'date' : 'varchar';
  const parameters: TypedValue[] = [
    ...partitions.map(value => ({ type: partitionType, value }) as const),
    { type: 'timestamp', value: `${day} 00:00:00` },
    { type: 'timestamp', value: `${addDays(day, 1)} 00:00:00` },
  ];
  const sql = [
    'WITH events AS (',
    eventsStep(definition, source.table, partitions.length),
    '), counted AS (',
    countedStep(definition),
    '), parts AS (',
    partsStep(definition),
    '), items AS (',
    itemsStep(definition),
    ')',
    packedStep(definition),
  ].join('\n');
  const reads = [
    { table: source.table, partition: { column: time.partition.column, values: partitions } },
  ];
  return { sql, parameters, reads };
}

/** One row per delivery: what the definition binds, typed, and which delivery of its event it is. */
function eventsStep(definition: DatasetDefinition, table: string, partitions: number): string {
  const customer = customerOf(definition);
  const durationMs = durationMsOf(definition);
  const columns = [
    `${textOf(definition.service)} AS e_service`,
    `${textOf(definition.region)} AS e_region`,
    `${textOf(definition.operation)} AS e_operation`,
    `${outcomeOf(definition)} AS e_outcome`,
    `${textOf(definition.error)} AS e_error`,
    `hour(${timeOf(definition)}) AS e_hour`,
    ...(customer === undefined ? [] : [`${customer} AS e_customer`]),
    ...(durationMs === undefined ? [] : [`${durationMs} AS e_duration_ms`]),
    ...Object.entries(definition.measures).flatMap(([name, measure]) =>
      'count' in measure ? [] : [measureInput(name, measure)],
    ),
    ...deliveryColumns(definition),
  ];
  const placeholders = Array.from({ length: partitions }, () => '?').join(', ');
  return [
    `  SELECT ${columns.join(',\n    ')}`,
    `  FROM ${table}`,
    `  WHERE ${identifier(definition.time.partition.column)} IN (${placeholders})`,
    `    AND ${timeOf(definition)} >= ? AND ${timeOf(definition)} < ?`,
    ...(definition.where === undefined ? [] : [`    AND ${fragment(definition.where)}`]),
  ].join('\n');
}

type Measure = DatasetDefinition['measures'][string];

/** How a measure is added up, and of what. */
function aggregationOf(measure: Exclude<Measure, { count: true }>) {
  if ('sum' in measure) return { aggregate: 'sum', expression: measure.sum };
  if ('min' in measure) return { aggregate: 'min', expression: measure.min };
  return { aggregate: 'max', expression: measure.max };
}

/** Which delivery of its event this is. An event without a key is never taken for another. */
function deliveryColumns(definition: DatasetDefinition): string[] {
  const keys = dedupeKeysOf(definition);
  if (keys === undefined) return [];
  const place = `row_number() OVER (PARTITION BY ${keys.join(', ')} ORDER BY ${timeOf(definition)})`;
  const isKeyless = keys.map(key => `${key} IS NULL`).join(' AND ');
  return [`${place} AS e_delivery`, `(${isKeyless}) AS e_is_keyless`];
}

/** The four groupings in one pass. A column that is not grouped by is NULL; one that is never is. */
function countedStep(definition: DatasetDefinition): string {
  const hasCustomers = customerOf(definition) !== undefined;
  const hasDurations = definition.duration !== undefined;
  const isFirst = definition.dedupe === undefined ? undefined : '(e_delivery = 1 OR e_is_keyless)';
  const first = isFirst === undefined ? '' : ` FILTER (WHERE ${isFirst})`;
  const and = isFirst === undefined ? '' : ` AND ${isFirst}`;
  const columns = [
    'e_service, e_region, e_operation, e_outcome, e_error, e_hour',
    ...(hasCustomers ? ['e_customer'] : []),
    ...(hasDurations ? ['e_bucket'] : []),
    `count(*)${first} AS e_calls`,
    `${isFirst === undefined ? 'CAST(0 AS bigint)' : 'count(*) FILTER (WHERE e_delivery > 1 AND NOT e_is_keyless)'} AS e_duplicates`,
    `count(*) FILTER (WHERE e_outcome <> 'ok'${and}) AS e_failed`,
    `count(*) FILTER (WHERE e_outcome = 'caller_fault'${and}) AS e_faults`,
    ...Object.entries(definition.measures).map(
      ([name, measure]) => `${aggregateOf(name, measure, first)} AS ${measureColumn(name)}`,
    ),
  ];
  const sets = [
    '(e_service, e_region, e_operation, e_outcome, e_error)',
    ...(hasCustomers ? ['(e_service, e_region, e_customer)'] : []),
    ...(hasDurations ? ['(e_service, e_region, e_operation, e_bucket)'] : []),
    '(e_service, e_region, e_hour, e_outcome)',
  ];
  const from = hasDurations
    ? `(\n    SELECT *, ${bucketSql('e_duration_ms')} AS e_bucket\n    FROM events\n  ) AS bucketed`
    : 'events';
  return [
    `  SELECT ${columns.join(',\n    ')}`,
    `  FROM ${from}`,
    `  GROUP BY GROUPING SETS (${sets.join(', ')})`,
  ].join('\n');
}

function measureInput(name: string, measure: Exclude<Measure, { count: true }>): string {
  return `TRY_CAST(${sqlOf(aggregationOf(measure).expression)} AS double) AS e_${measureColumn(name)}`;
}

function aggregateOf(name: string, measure: Measure, filter: string): string {
  if ('count' in measure) return `CAST(count(*)${filter} AS double)`;
  return `${aggregationOf(measure).aggregate}(e_${measureColumn(name)})${filter}`;
}

/** The twin of `bucketOf`. */
function bucketSql(durationMs: string): string {
  return [
    `CASE WHEN ${durationMs} < ${doubleLiteral(leastDurationMs)} THEN BIGINT '${zeroBucket}'`,
    `WHEN ${durationMs} <= ${doubleLiteral(greatestDurationMs)}`,
    `THEN CAST(ceil(ln(${durationMs}) / ${doubleLiteral(logGamma)}) AS bigint)`,
    `ELSE BIGINT '${noBucket}' END`,
  ].join(' ');
}

/** Names each row's part, and drops what is not kept: unknown customers and durations, and details of no service. */
function partsStep(definition: DatasetDefinition): string {
  const customer = customerOf(definition) === undefined ? undefined : 'e_customer';
  const bucket = definition.duration === undefined ? undefined : 'e_bucket';
  const part = [
    'CASE',
    ...(customer ? [`WHEN ${customer} IS NOT NULL THEN 'customers'`] : []),
    ...(bucket ? [`WHEN ${bucket} IS NOT NULL THEN 'durations'`] : []),
    "WHEN e_hour IS NOT NULL THEN 'hours'",
    "ELSE 'cells' END",
  ].join(' ');
  const isCell = [customer, bucket, 'e_hour']
    .filter(column => column !== undefined)
    .map(column => `${column} IS NULL`)
    .join(' AND ');
  return [
    `  SELECT *, ${part} AS part`,
    '  FROM counted',
    `  WHERE (${isCell})`,
    "    OR (e_service <> '' AND e_calls > 0",
    ...(customer ? [`      AND (${customer} IS NULL OR ${customer} <> ${anonymous})`] : []),
    ...(bucket ? [`      AND (${bucket} IS NULL OR ${bucket} <> BIGINT '${noBucket}')`] : []),
    '    )',
  ].join('\n');
}

/** Writes each row that is packed as text, and says which customers go into one value. */
function itemsStep(definition: DatasetDefinition): string {
  const hasCustomers = customerOf(definition) !== undefined;
  const calls = 'CAST(e_calls AS varchar)';
  const item = [
    'CASE part',
    ...(hasCustomers
      ? [
          "WHEN 'customers' THEN CAST(e_failed AS varchar) || ' ' || CAST(e_faults AS varchar) || ' '",
          `|| ${calls} || ' ' || replace(replace(e_customer, '\\', '\\\\'), '|', '\\p')`,
        ]
      : []),
    ...(definition.duration === undefined
      ? []
      : [`WHEN 'durations' THEN CAST(e_bucket AS varchar) || ' ' || ${calls}`]),
    `WHEN 'hours' THEN CAST(e_hour AS varchar) || ' ' || e_outcome || ' ' || ${calls}`,
    'END',
  ].join(' ');
  const chunk = `CAST(floor(CAST(e_place AS double) / ${doubleLiteral(customersPerValue)}) AS bigint)`;
  const columns = [
    'part, e_service AS service',
    // Of events without a service only their number is kept, so that they are one row.
    ...['region', 'operation', 'error'].map(
      name => `CASE WHEN e_service = '' THEN '' ELSE coalesce(e_${name}, '') END AS ${name}`,
    ),
    "CASE WHEN part = 'cells' AND e_service <> '' THEN e_outcome ELSE '' END AS outcome",
    `${hasCustomers ? `CASE WHEN part = 'customers' THEN ${chunk} END` : 'CAST(NULL AS bigint)'} AS chunk`,
    'e_calls AS calls, e_duplicates AS duplicates',
    `${item} AS item`,
    ...Object.keys(definition.measures).map(measureColumn),
  ];
  const placed =
    '(SELECT *, row_number() OVER (PARTITION BY part, e_service, e_region) AS e_place FROM parts) AS placed';
  return `  SELECT ${columns.join(',\n    ')}\n  FROM ${hasCustomers ? placed : 'parts'}`;
}

function packedStep(definition: DatasetDefinition): string {
  const columns = [
    'part, service, region, operation, outcome, error',
    'CAST(sum(calls) AS bigint) AS calls, CAST(sum(duplicates) AS bigint) AS duplicates',
    "array_join(array_agg(item) FILTER (WHERE item IS NOT NULL), '|') AS packed",
    // A cell is one row: its measures pass through. Nobody looks at those of the other parts.
    ...Object.keys(definition.measures).map(
      name => `max(${measureColumn(name)}) AS ${measureColumn(name)}`,
    ),
  ];
  return [
    `SELECT ${columns.join(',\n  ')}`,
    'FROM items',
    'GROUP BY part, service, region, operation, outcome, error, chunk',
  ].join('\n');
}
