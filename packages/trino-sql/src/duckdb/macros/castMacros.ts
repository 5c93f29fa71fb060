import { typedMacro, type Overload } from './typedMacro';

const whole = `regexp_full_match(a, '[+-]?[0-9]+')`;
const real = `regexp_full_match(a, '\\s*([+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?Infinity|NaN)\\s*')`;
const day = `regexp_full_match(a, '\\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\\s*')`;
const time = `regexp_full_match(a, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( ([01]?[0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9](\\.[0-9]{1,12})?)?)?')`;
/** What Trino may take for a time, with spaces around or a zone behind, and is not read here. */
const nearlyTime = `regexp_matches(a, '^\\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(\\s|$)') AND NOT regexp_full_match(a, '[0-9:. -]*[0-9]')`;
const truth = `lower(a) IN ('true', 't', '1', 'false', 'f', '0')`;
const millis = 'make_timestamp((epoch_us(CAST(a AS TIMESTAMP)) + 500) // 1000 * 1000)';

/** A conversion of a text of a given form; another text is an error, or NULL for TRY_CAST. */
function checked(form: string, body: string, type: string, lenient: boolean): string {
  const otherwise = lenient ? 'NULL' : `error('Cannot cast to ${type}: ' || a)`;
  return `(CASE WHEN a IS NULL THEN NULL WHEN ${form} THEN ${body} ELSE ${otherwise} END)`;
}

function checkedTime(lenient: boolean): string {
  const unread = `error('a time with a zone or with spaces around it is not read here: ' || a)`;
  return lenient
    ? `(CASE WHEN ${time} THEN ${millis.replace('CAST(', 'TRY_CAST(')} WHEN ${nearlyTime} THEN ${unread} ELSE NULL END)`
    : checked(time, millis, 'timestamp', false);
}

function cast(lenient: boolean, duckDbType: string): string {
  return `${lenient ? 'TRY_CAST' : 'CAST'}(a AS ${duckDbType})`;
}

function casts(lenient: boolean): string[] {
  const prefix = lenient ? 'trino_try_cast' : 'trino_cast';
  const to = (name: string, overloads: Overload[]) => typedMacro(`${prefix}_${name}`, overloads);
  const wholeNumber = (name: string, duckDbType: string) =>
    to(name, [
      { parameters: 'a INTEGER', body: cast(lenient, duckDbType) },
      { parameters: 'a BIGINT', body: cast(lenient, duckDbType) },
      { parameters: 'a HUGEINT', body: cast(lenient, duckDbType) },
      {
        parameters: 'a DOUBLE',
        body: `${lenient ? 'TRY_CAST' : 'CAST'}(round(a) AS ${duckDbType})`,
      },
      { parameters: 'a BOOLEAN', body: cast(lenient, duckDbType) },
      { parameters: 'a VARCHAR', body: checked(whole, cast(lenient, duckDbType), name, lenient) },
    ]);
  return [
    wholeNumber('tinyint', 'TINYINT'),
    wholeNumber('smallint', 'SMALLINT'),
    wholeNumber('integer', 'INTEGER'),
    wholeNumber('bigint', 'BIGINT'),
    to('double', [
      { parameters: 'a DOUBLE', body: 'a' },
      { parameters: 'a HUGEINT', body: 'CAST(a AS DOUBLE)' },
      { parameters: 'a BOOLEAN', body: 'CAST(CAST(a AS INTEGER) AS DOUBLE)' },
      { parameters: 'a VARCHAR', body: checked(real, cast(lenient, 'DOUBLE'), 'double', lenient) },
    ]),
    to('boolean', [
      { parameters: 'a BOOLEAN', body: 'a' },
      { parameters: 'a INTEGER', body: '(a <> 0)' },
      { parameters: 'a BIGINT', body: '(a <> 0)' },
      {
        parameters: 'a VARCHAR',
        body: checked(truth, `(lower(a) IN ('true', 't', '1'))`, 'boolean', lenient),
      },
    ]),
    to('date', [
      { parameters: 'a DATE', body: 'a' },
      { parameters: 'a TIMESTAMP', body: 'CAST(a AS DATE)' },
      { parameters: 'a TIMESTAMPTZ', body: `CAST(timezone('UTC', a) AS DATE)` },
      { parameters: 'a VARCHAR', body: checked(day, cast(lenient, 'DATE'), 'date', lenient) },
    ]),
    to('timestamp', [
      { parameters: 'a DATE', body: 'CAST(a AS TIMESTAMP)' },
      { parameters: 'a TIMESTAMP', body: 'a' },
      { parameters: 'a TIMESTAMPTZ', body: `timezone('UTC', a)` },
      {
        parameters: 'a VARCHAR',
        body: checkedTime(lenient),
      },
    ]),
    to('varchar', [
      { parameters: 'a VARCHAR', body: 'a' },
      { parameters: 'a INTEGER', body: 'CAST(a AS VARCHAR)' },
      { parameters: 'a BIGINT', body: 'CAST(a AS VARCHAR)' },
      { parameters: 'a HUGEINT', body: 'CAST(a AS VARCHAR)' },
      { parameters: 'a BOOLEAN', body: 'CAST(a AS VARCHAR)' },
      { parameters: 'a DATE', body: 'CAST(a AS VARCHAR)' },
      {
        parameters: 'a DOUBLE',
        body: `error('CAST of a double AS varchar: engines print it differently; CAST it AS bigint first')`,
      },
    ]),
    typedMacro(`${prefix}_varchar_of`, [
      { parameters: 'n INTEGER, a VARCHAR', body: 'left(a, n)' },
      ...['INTEGER', 'BIGINT', 'BOOLEAN', 'DATE'].map(type => ({
        parameters: `n INTEGER, a ${type}`,
        body: fitting('CAST(a AS VARCHAR)', lenient),
      })),
    ]),
    typedMacro(`${prefix}_fitting`, [
      { parameters: 'n INTEGER, a VARCHAR', body: fitting('a', lenient) },
    ]),
    typedMacro(`${prefix}_bigint_json`, [
      { parameters: 'a JSON', body: jsonNumber('BIGINT', lenient) },
    ]),
    typedMacro(`${prefix}_integer_json`, [
      { parameters: 'a JSON', body: jsonNumber('INTEGER', lenient) },
    ]),
    typedMacro(`${prefix}_double_json`, [
      { parameters: 'a JSON', body: jsonNumber('DOUBLE', lenient) },
    ]),
    typedMacro(`${prefix}_varchar_json`, [
      { parameters: 'a JSON', body: `trino_json_scalar(CAST(a AS VARCHAR), '$'::VARCHAR)` },
    ]),
  ];
}

function jsonNumber(type: string, lenient: boolean): string {
  const number = `json_type(a) IN ('UBIGINT', 'BIGINT'${type === 'DOUBLE' ? ", 'DOUBLE'" : ''})`;
  const otherwise = lenient ? 'NULL' : `error('Cannot cast JSON to ${type.toLowerCase()}')`;
  return `(CASE WHEN a IS NULL OR json_type(a) = 'NULL' THEN NULL WHEN ${number} THEN CAST(a AS ${type}) ELSE ${otherwise} END)`;
}

function fitting(text: string, lenient: boolean): string {
  const otherwise = lenient ? 'NULL' : `error('Value cannot be represented in so few characters')`;
  return `(CASE WHEN length(${text}) <= n THEN ${text} WHEN a IS NULL THEN NULL ELSE ${otherwise} END)`;
}

/** Casts: only texts of the form Trino takes, and numbers rounded half away from zero. */
export const castMacros: readonly string[] = [...casts(false), ...casts(true)];
