import { SqlRefused } from '../../SqlRefused';
import { expr, textLiteral, type Expr } from '../Expr';
import { literalText, text } from '../operand';
import { form, type Form } from './Form';
import { readRegex, type Regex } from './readRegex';

function pattern(name: string, value: Expr): { sql: string; regex: Regex } {
  const regex = readRegex(literalText(name, value, 'the pattern'));
  return { sql: textLiteral(regex.re2), regex };
}

function subject(name: string, value: Expr, regex: Regex): Expr {
  const checked = text(name, value);
  // `$` also matches before a last line break in Trino, which RE2 cannot say.
  return regex.anchoredEnd ? expr('varchar', `trino_one_line(${checked.sql})`, [checked]) : checked;
}

function extract(name: string, args: readonly Expr[]): Expr {
  const { sql, regex } = pattern(name, args[1]);
  const value = subject(name, args[0], regex);
  const number = args[2] ? Number(args[2].literal ?? 'NaN') : 0;
  const group = regex.groups[number];
  if (!group) {
    throw new SqlRefused(
      `${name} of group ${args[2]?.literal ?? ''}`,
      'write the number of a group of the pattern',
    );
  }
  const found = `regexp_extract(${value.sql}, ${sql}, ${number})`;
  // DuckDB gives '' where nothing was found; a group that cannot be empty tells the two apart for free.
  if (group.minLength > 0) return expr('varchar', `nullif(${found}, '')`, [value]);
  if (group.optional) {
    throw new SqlRefused(
      `${name} of a group that may be missing or empty`,
      'write it so that it holds at least one character',
    );
  }
  return expr('varchar', `(CASE WHEN regexp_matches(${value.sql}, ${sql}) THEN ${found} END)`, [
    value,
  ]);
}

function replacement(name: string, value: Expr, regex: Regex): string {
  const written = literalText(name, value, 'the replacement');
  const translated = written.replace(
    /\\(.?)|\$(\d)(?=\D|$)|\$/gs,
    (whole, escaped?: string, digit?: string) => {
      if (escaped === '$') return '$';
      if (escaped === '\\') return '\\\\';
      if (digit !== undefined && regex.groups[Number(digit)]) return `\\${digit}`;
      throw new SqlRefused(
        `${name} with the replacement ${whole}`,
        'write $1 for a group, \\$ for a dollar',
      );
    },
  );
  return textLiteral(translated);
}

function everywhere(name: string, regex: Regex): void {
  if ((regex.groups[0]?.minLength ?? 0) === 0) {
    throw new SqlRefused(
      `${name} with a pattern that matches nothing`,
      'write it so that it matches a character',
    );
  }
}

/** Regular expressions with a literal pattern. */
export const regexpForms: ReadonlyMap<string, Form> = new Map<string, Form>([
  [
    'regexp_like',
    form(2, ({ name, args }) => {
      const { sql, regex } = pattern(name, args[1]);
      const value = subject(name, args[0], regex);
      return expr('boolean', `regexp_matches(${value.sql}, ${sql})`, [value]);
    }),
  ],
  ['regexp_extract', { arity: [2, 3], translate: ({ name, args }) => extract(name, args) }],
  [
    'regexp_replace',
    {
      arity: [2, 3],
      translate: ({ name, args }) => {
        const { sql, regex } = pattern(name, args[1]);
        everywhere(name, regex);
        const value = subject(name, args[0], regex);
        const by = args[2] ? replacement(name, args[2], regex) : "''";
        return expr('varchar', `regexp_replace(${value.sql}, ${sql}, ${by}, 'g')`, [value]);
      },
    },
  ],
  [
    'regexp_split',
    form(2, ({ name, args }) => {
      const { sql, regex } = pattern(name, args[1]);
      everywhere(name, regex);
      const value = subject(name, args[0], regex);
      return expr('array', `string_split_regex(${value.sql}, ${sql})`, [value]);
    }),
  ],
  [
    'regexp_count',
    form(2, ({ name, args }) => {
      const { sql, regex } = pattern(name, args[1]);
      everywhere(name, regex);
      const value = subject(name, args[0], regex);
      return expr('bigint', `len(regexp_extract_all(${value.sql}, ${sql}))`, [value]);
    }),
  ],
  [
    'regexp_extract_all',
    form(2, ({ name, args }) => {
      const { sql, regex } = pattern(name, args[1]);
      everywhere(name, regex);
      const value = subject(name, args[0], regex);
      return expr('array', `regexp_extract_all(${value.sql}, ${sql})`, [value]);
    }),
  ],
]);
