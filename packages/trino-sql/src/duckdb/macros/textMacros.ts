import { macroOf, typedMacro } from './typedMacro';

/** What Java takes for white space. */
const blanks = [
  9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005,
  0x2006, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x205f, 0x3000,
]
  .map(code => `chr(${code})`)
  .join(' || ');

/** Texts. */
export const textMacros: readonly string[] = [
  macroOf('trino_varchar', ['VARCHAR'], 'a'),
  macroOf('trino_boolean', ['BOOLEAN'], 'a'),
  macroOf(
    'trino_unspaced',
    ['VARCHAR'],
    `(CASE WHEN starts_with(a, ' ') OR ends_with(a, ' ') OR contains(a, '  ') THEN error('Invalid format: ' || a) ELSE a END)`,
  ),
  macroOf('trino_lower', ['VARCHAR'], 'lower(a)'),
  // Trino keeps the sharp s, DuckDB makes a capital one of it.
  macroOf(
    'trino_upper',
    ['VARCHAR'],
    `(CASE WHEN contains(a, 'ß') THEN array_to_string(list_transform(string_split(a, 'ß'), lambda x: upper(x)), 'ß') ELSE upper(a) END)`,
  ),
  macroOf('trino_trim', ['VARCHAR'], `trim(a, ${blanks})`),
  macroOf('trino_ltrim', ['VARCHAR'], `ltrim(a, ${blanks})`),
  macroOf('trino_rtrim', ['VARCHAR'], `rtrim(a, ${blanks})`),
  macroOf('trino_reverse', ['VARCHAR'], `array_to_string(list_reverse(string_split(a, '')), '')`),
  typedMacro('trino_substr', [
    {
      parameters: 'a VARCHAR, s BIGINT',
      body: `(CASE WHEN s = 0 OR s < -length(a) THEN '' ELSE substr(a, s) END)`,
    },
    {
      parameters: 'a VARCHAR, s BIGINT, n BIGINT',
      body: `(CASE WHEN s = 0 OR s < -length(a) OR n <= 0 THEN '' ELSE substr(a, s, n) END)`,
    },
  ]),
  typedMacro('trino_lpad', [
    { parameters: 'a VARCHAR, n BIGINT, p VARCHAR', body: 'lpad(a, CAST(n AS INTEGER), p)' },
  ]),
  typedMacro('trino_rpad', [
    { parameters: 'a VARCHAR, n BIGINT, p VARCHAR', body: 'rpad(a, CAST(n AS INTEGER), p)' },
  ]),
  typedMacro('trino_split_part', [
    {
      parameters: 'a VARCHAR, d VARCHAR, n BIGINT',
      body: `(CASE WHEN n < 1 THEN error('Index must be greater than zero') ELSE string_split(a, d)[n] END)`,
    },
  ]),
  macroOf(
    'trino_one_line',
    ['VARCHAR'],
    `(CASE WHEN contains(a, chr(10)) OR contains(a, chr(13)) THEN error('a pattern with $ on a text of several lines; write regexp_like(replace(…)) or leave $ out') ELSE a END)`,
  ),
];
