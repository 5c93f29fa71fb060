import { macroOf, typedMacro, type Overload } from './typedMacro';

const decimal = `error('a decimal column is not computed with here; write CAST(column AS double)')`;
const divided = (whole: string) =>
  `(CASE WHEN b = 0 THEN error('Division by zero') ELSE ${whole} END)`;

/** DuckDB's sums have 128 bits; Trino has 64 and fails beyond. */
const narrowed = (whole: string) => whole.replace(/\b[ab]\b/g, 'CAST($& AS BIGINT)');

function arithmetic(name: string, whole: string, double: string): string {
  return typedMacro(name, [
    { parameters: 'a INTEGER, b INTEGER', body: whole },
    { parameters: 'a BIGINT, b BIGINT', body: whole },
    { parameters: 'a HUGEINT, b HUGEINT', body: narrowed(whole) },
    { parameters: 'a DOUBLE, b DOUBLE', body: double },
    { parameters: 'a DECIMAL(18,3), b DECIMAL(18,3)', body: decimal },
  ]);
}

function ofNumber(name: string, whole: string, double: string, extra = ''): string {
  const overload = (type: string, body: string): Overload => ({
    parameters: `a ${type}${extra}`,
    body,
  });
  return typedMacro(name, [
    overload('INTEGER', whole),
    overload('BIGINT', whole),
    overload('HUGEINT', narrowed(whole)),
    overload('DOUBLE', double),
    overload('DECIMAL(18,3)', decimal),
  ]);
}

/** A double for which DuckDB has an error where Trino has NaN or an infinity. */
function logarithm(name: string, duckDb: string): string {
  return macroOf(
    name,
    ['DOUBLE'],
    `(CASE WHEN a > 0 THEN ${duckDb}(a) WHEN a = 0 THEN CAST('-Infinity' AS DOUBLE) ELSE CAST('NaN' AS DOUBLE) + a END)`,
  );
}

/** Numbers: whole numbers stay whole, doubles round half away from zero. */
export const numberMacros: readonly string[] = [
  ofNumber('trino_number', 'a', 'a'),
  typedMacro('trino_bigint', [
    { parameters: 'a INTEGER', body: 'a' },
    { parameters: 'a BIGINT', body: 'a' },
    { parameters: 'a HUGEINT', body: 'CAST(a AS BIGINT)' },
  ]),
  arithmetic('trino_add', '(a + b)', '(a + b)'),
  arithmetic('trino_subtract', '(a - b)', '(a - b)'),
  arithmetic('trino_multiply', '(a * b)', '(a * b)'),
  arithmetic('trino_divide', divided('a // b'), '(a / b)'),
  arithmetic('trino_modulo', divided('a % b'), '(a % b)'),
  ofNumber('trino_abs', 'abs(a)', 'abs(a)'),
  ofNumber('trino_sign', 'CAST(sign(a) AS INTEGER)', 'CAST(sign(a) AS DOUBLE)'),
  ofNumber('trino_floor', 'a', 'floor(a)'),
  ofNumber('trino_ceil', 'a', 'ceil(a)'),
  ofNumber('trino_truncate', 'a', 'trunc(a)'),
  ofNumber('trino_round', 'a', 'round(a)'),
  ofNumber('trino_round_to', 'a', 'round(a, CAST(digits AS INTEGER))', ', digits BIGINT'),
  logarithm('trino_ln', 'ln'),
  macroOf('trino_log2', ['DOUBLE'], '(trino_ln(a) / 0.6931471805599453e0)'),
  logarithm('trino_log10', 'log10'),
  macroOf(
    'trino_sqrt',
    ['DOUBLE'],
    `(CASE WHEN a < 0 THEN CAST('NaN' AS DOUBLE) ELSE sqrt(a) END)`,
  ),
  typedMacro('trino_sum', [
    { parameters: 'a HUGEINT', body: 'CAST(a AS BIGINT)' },
    { parameters: 'a DOUBLE', body: 'a' },
    { parameters: 'a DECIMAL(38,3)', body: decimal },
  ]),
];
