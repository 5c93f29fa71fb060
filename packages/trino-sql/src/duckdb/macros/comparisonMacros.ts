import { typedMacro } from './typedMacro';

const exact = [
  'VARCHAR',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'BOOLEAN',
  'DATE',
  'TIMESTAMP',
  'TIMESTAMPTZ',
];

/** A comparison; `double` says what holds for doubles, where DuckDB takes NaN for the greatest number. */
function comparison(name: string, operator: string, double: string): string {
  return typedMacro(name, [
    ...exact.map(type => ({ parameters: `a ${type}, b ${type}`, body: `(a ${operator} b)` })),
    { parameters: 'a DOUBLE, b DOUBLE', body: double },
  ]);
}

/** Comparisons of what only DuckDB knows the types of: it refuses what Trino would not compare. */
export const comparisonMacros: readonly string[] = [
  comparison('trino_eq', '=', '(a = b AND NOT isnan(a))'),
  comparison('trino_neq', '<>', '(a <> b OR (isnan(a) AND isnan(b)))'),
  comparison('trino_lt', '<', '(a < b AND NOT isnan(b))'),
  comparison('trino_lte', '<=', '(a <= b AND NOT isnan(b))'),
  comparison('trino_gt', '>', '(a > b AND NOT isnan(a))'),
  comparison('trino_gte', '>=', '(a >= b AND NOT isnan(a))'),
  comparison('trino_distinct', 'IS DISTINCT FROM', '(a IS DISTINCT FROM b)'),
  typedMacro('trino_between', [
    ...exact.map(type => ({
      parameters: `a ${type}, b ${type}, c ${type}`,
      body: '(a BETWEEN b AND c)',
    })),
    {
      parameters: 'a DOUBLE, b DOUBLE, c DOUBLE',
      body: '(a BETWEEN b AND c AND NOT isnan(c))',
    },
  ]),
];
