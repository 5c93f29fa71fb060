import { macroOf, typedMacro } from './typedMacro';

const noClock = `error('a date has no hours, minutes and seconds; CAST it AS timestamp first')`;

/** The form of ISO 8601 that is read: a day, and perhaps a time, and perhaps a zone behind it. */
const iso = `regexp_full_match(a, '[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?')`;
/** What nearly every log has, told by its shape alone. */
const zulu = `a LIKE '____-__-__T__:__:__Z'`;
const isoError = `error('Invalid format for from_iso8601_timestamp: ' || a)`;
const isoLocal = `date_trunc('milliseconds', CAST(left(a, 10) || regexp_replace(substr(a, 11), '(Z|[+-][0-9]{2}(:?[0-9]{2})?)$', '') AS TIMESTAMP))`;
const isoOffset = `regexp_extract(substr(a, 12), '[+-][0-9]{2}:?[0-9]{0,2}$')`;
const offsetMinutes = (offset: string) =>
  `CAST(left(${offset}, 1) || '1' AS INTEGER) * (CAST(substr(${offset}, 2, 2) AS INTEGER) * 60 + CAST('0' || replace(substr(${offset}, 4), ':', '') AS INTEGER))`;
const offsetAtEnd = `regexp_extract(b, '[+-][0-9]{4}$')`;

function field(name: string, date: string): string {
  return typedMacro(name, [
    { parameters: 'f VARCHAR, a DATE', body: date },
    { parameters: 'f VARCHAR, a TIMESTAMP', body: 'trino_part(f, a)' },
    { parameters: 'f VARCHAR, a TIMESTAMPTZ', body: `trino_part(f, timezone('UTC', a))` },
  ]);
}

function difference(name: string, date: string): string {
  return typedMacro(name, [
    { parameters: 'u VARCHAR, a DATE, b DATE', body: date },
    { parameters: 'u VARCHAR, a TIMESTAMP, b TIMESTAMP', body: 'date_sub(u, a, b)' },
    { parameters: 'u VARCHAR, a TIMESTAMPTZ, b TIMESTAMPTZ', body: 'date_sub(u, a, b)' },
  ]);
}

/** Dates and times. A TIMESTAMPTZ column is read on the clock of UTC. */
export const timeMacros: readonly string[] = [
  macroOf('trino_timestamp', ['TIMESTAMP'], 'a'),
  typedMacro('trino_as_timestamp', [
    { parameters: 'a DATE', body: 'CAST(a AS TIMESTAMP)' },
    { parameters: 'a TIMESTAMP', body: 'a' },
    { parameters: 'a TIMESTAMPTZ', body: `timezone('UTC', a)` },
  ]),
  typedMacro('trino_instant', [
    { parameters: 'a TIMESTAMP', body: `timezone('UTC', a)` },
    { parameters: 'a TIMESTAMPTZ', body: 'a' },
  ]),
  typedMacro('trino_plus_days', [
    { parameters: 'a DATE, b INTERVAL', body: 'CAST(a + b AS DATE)' },
    { parameters: 'a TIMESTAMP, b INTERVAL', body: '(a + b)' },
    { parameters: 'a TIMESTAMPTZ, b INTERVAL', body: '(a + b)' },
  ]),
  typedMacro('trino_plus_clock', [
    { parameters: 'a DATE, b INTERVAL', body: noClock },
    { parameters: 'a TIMESTAMP, b INTERVAL', body: '(a + b)' },
    { parameters: 'a TIMESTAMPTZ, b INTERVAL', body: '(a + b)' },
  ]),
  typedMacro('trino_trunc_calendar', [
    { parameters: 'u VARCHAR, a DATE', body: 'CAST(date_trunc(u, a) AS DATE)' },
    { parameters: 'u VARCHAR, a TIMESTAMP', body: 'CAST(date_trunc(u, a) AS TIMESTAMP)' },
    {
      parameters: 'u VARCHAR, a TIMESTAMPTZ',
      body: `timezone('UTC', CAST(date_trunc(u, timezone('UTC', a)) AS TIMESTAMP))`,
    },
  ]),
  typedMacro('trino_trunc_clock', [
    { parameters: 'u VARCHAR, a DATE', body: noClock },
    { parameters: 'u VARCHAR, a TIMESTAMP', body: 'date_trunc(u, a)' },
    {
      parameters: 'u VARCHAR, a TIMESTAMPTZ',
      body: `timezone('UTC', date_trunc(u, timezone('UTC', a)))`,
    },
  ]),
  // DuckDB counts the seconds before into its milliseconds.
  typedMacro('trino_part', [
    {
      parameters: 'f VARCHAR, a TIMESTAMP',
      body: `(CASE WHEN f = 'millisecond' THEN date_part(f, a) % 1000 ELSE date_part(f, a) END)`,
    },
  ]),
  field('trino_field_calendar', 'date_part(f, a)'),
  field('trino_field_clock', noClock),
  difference('trino_diff_calendar', 'date_sub(u, a, b)'),
  difference('trino_diff_clock', noClock),
  typedMacro('trino_last_day', [
    { parameters: 'a DATE', body: 'last_day(a)' },
    { parameters: 'a TIMESTAMP', body: 'last_day(a)' },
    { parameters: 'a TIMESTAMPTZ', body: `last_day(timezone('UTC', a))` },
  ]),
  typedMacro('trino_from_unixtime', [
    { parameters: 'a INTEGER', body: 'to_timestamp(a)' },
    { parameters: 'a BIGINT', body: 'to_timestamp(a)' },
    {
      parameters: 'a DOUBLE',
      body: `timezone('UTC', make_timestamp(CAST(round(a * 1000) AS BIGINT) * 1000))`,
    },
  ]),
  macroOf('trino_to_unixtime', ['TIMESTAMPTZ'], '(epoch_us(a) / 1e6)'),
  macroOf(
    'trino_iso_wall',
    ['VARCHAR'],
    `(CASE WHEN a IS NULL THEN NULL WHEN ${zulu} THEN CAST(left(a, 19) AS TIMESTAMP) WHEN ${iso} THEN ${isoLocal} ELSE ${isoError} END)`,
  ),
  macroOf(
    'trino_iso_instant',
    ['VARCHAR'],
    `(CASE WHEN a IS NULL THEN NULL WHEN ${zulu} THEN timezone('UTC', CAST(left(a, 19) AS TIMESTAMP)) WHEN ${iso} THEN timezone('UTC', ${isoLocal} - (CASE WHEN ${isoOffset} = '' THEN INTERVAL '0 minutes' ELSE to_minutes(${offsetMinutes(isoOffset)}) END)) ELSE ${isoError} END)`,
  ),
  macroOf(
    'trino_iso_utc',
    ['VARCHAR'],
    `(CASE WHEN a IS NULL THEN NULL WHEN ${zulu} THEN timezone('UTC', CAST(left(a, 19) AS TIMESTAMP)) WHEN ${iso} THEN (CASE WHEN regexp_full_match(${isoOffset}, '([+-]00:?(00)?)?') THEN timezone('UTC', ${isoLocal}) ELSE error('a time with another offset than UTC keeps it in Trino; write AT TIME ZONE ''UTC''') END) ELSE ${isoError} END)`,
  ),
  macroOf(
    'trino_iso_date',
    ['VARCHAR'],
    `(CASE WHEN a IS NULL THEN NULL WHEN regexp_full_match(a, '[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN CAST(a AS DATE) ELSE error('Invalid format for from_iso8601_date: ' || a) END)`,
  ),
  macroOf('trino_before_offset', ['VARCHAR'], `regexp_replace(a, '[+-][0-9]{4}$', '')`),
  typedMacro('trino_minus_offset', [
    {
      parameters: 'a TIMESTAMP, b VARCHAR',
      body: `(CASE WHEN b IS NULL THEN NULL WHEN ${offsetAtEnd} = '' THEN error('Invalid format for parse_datetime: ' || b) ELSE timezone('UTC', a - to_minutes(${offsetMinutes(offsetAtEnd)})) END)`,
    },
  ]),
  typedMacro('trino_offset_utc', [
    {
      parameters: 'a TIMESTAMP, b VARCHAR',
      body: `(CASE WHEN b IS NULL THEN NULL WHEN ${offsetAtEnd} IN ('+0000', '-0000') THEN timezone('UTC', a) ELSE error('a time with another offset than UTC keeps it in Trino; write AT TIME ZONE ''UTC''') END)`,
    },
  ]),
];
