import type { ParserRuleContext } from 'antlr4ng';
import type { TrimContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { SqlRefused } from '../../SqlRefused';
import { expr, macro, type Expr, type Kind } from '../Expr';
import { literalText, text, whole } from '../operand';
import { form, type Form } from './Form';

/** A function that DuckDB has with the same meaning for texts. */
function same(count: number, kind: Kind, duckDb: string): Form {
  return form(count, ({ name, args }) => {
    const texts = args.map(arg => text(name, arg));
    return expr(kind, `${duckDb}(${texts.map(arg => arg.sql).join(', ')})`, texts);
  });
}

/** `a || b`, `concat(a, b)`: NULL when any part is. */
export function concatenate(formName: string, parts: readonly Expr[]): Expr {
  if (parts.some(part => part.kind === 'array')) {
    if (!parts.every(part => part.kind === 'array')) {
      throw new SqlRefused(
        `${formName} of an array`,
        'join arrays that stand in the statement only',
      );
    }
    return expr('array', `list_concat(${parts.map(part => part.sql).join(', ')})`, parts);
  }
  const texts = parts.map(part => text(formName, part));
  return expr('varchar', `(${texts.map(part => part.sql).join(' || ')})`, texts);
}

/** `substr(text, start[, length])`, with positions from 1, or from the end where negative. */
export function substring(name: string, args: readonly Expr[]): Expr {
  const value = text(name, args[0]);
  const numbers = args.slice(1).map(arg => whole(name, arg));
  const simple = numbers.every(
    (number, index) =>
      number.literal !== undefined && Number(number.literal) >= (index === 0 ? 1 : 0),
  );
  const all = [value, ...numbers];
  if (simple) return expr('varchar', `substr(${all.map(arg => arg.sql).join(', ')})`, all);
  return macro('substr', 'varchar', all);
}

/** `trim(BOTH 'x' FROM text)`, `trim(text)`. */
export function trim(node: TrimContext, translate: (node: ParserRuleContext) => Expr): Expr {
  // The grammar's generator names the labels of a rule so.
  // eslint-disable-next-line no-underscore-dangle
  const { _trimChar: characters, _trimSource: source } = node;
  const side = node.trimsSpecification()?.getText().toLowerCase() ?? 'both';
  const name = { leading: 'ltrim', trailing: 'rtrim', both: 'trim' }[side] ?? 'trim';
  if (!source) throw new SqlRefused('trim', 'write trim(text)');
  const value = text('trim', translate(source));
  if (!characters) return macro(name, 'varchar', [value]);
  const set = text('trim', translate(characters));
  return expr('varchar', `${name}(${value.sql}, ${set.sql})`, [value, set]);
}

function trimming(name: string): Form {
  return {
    arity: [1, 2],
    translate: ({ args }) => {
      const texts = args.map(arg => text(name, arg));
      if (texts.length === 1) return macro(name, 'varchar', texts);
      return expr('varchar', `${name}(${texts.map(arg => arg.sql).join(', ')})`, texts);
    },
  };
}

function notEmpty(name: string, value: Expr, what: string): void {
  if (literalText(name, value, what) === '') {
    throw new SqlRefused(`${name} with an empty text`, 'engines read it differently');
  }
}

function padding(name: string): Form {
  return form(3, ({ args }) => {
    notEmpty(name, args[2], 'the padding');
    const all = [text(name, args[0]), whole(name, args[1]), args[2]];
    return macro(name, 'varchar', all);
  });
}

function character(code: Expr): Expr {
  const value = expr('varchar', `chr(CAST(${code.sql} AS INTEGER))`, [code]);
  const number = Number(code.literal ?? '0');
  return number >= 1 && number < 0xd800
    ? { ...value, literal: String.fromCodePoint(number) }
    : value;
}

/** Functions of texts. */
export const textForms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['lower', form(1, ({ name, args }) => macro('lower', 'varchar', [text(name, args[0])]))],
  ['upper', form(1, ({ name, args }) => macro('upper', 'varchar', [text(name, args[0])]))],
  ['length', same(1, 'bigint', 'length')],
  ['strpos', same(2, 'bigint', 'strpos')],
  ['starts_with', same(2, 'boolean', 'starts_with')],
  ['translate', same(3, 'varchar', 'translate')],
  ['trim', trimming('trim')],
  ['ltrim', trimming('ltrim')],
  ['rtrim', trimming('rtrim')],
  ['lpad', padding('lpad')],
  ['rpad', padding('rpad')],
  ['concat', { arity: [2, 64], translate: ({ name, args }) => concatenate(name, args) }],
  [
    'concat_ws',
    {
      arity: [2, 64],
      translate: ({ name, args }) => {
        const texts = args.map(arg => text(name, arg));
        return expr('varchar', `concat_ws(${texts.map(arg => arg.sql).join(', ')})`, texts);
      },
    },
  ],
  ['substr', { arity: [2, 3], translate: ({ name, args }) => substring(name, args) }],
  ['substring', { arity: [2, 3], translate: ({ name, args }) => substring(name, args) }],
  [
    'replace',
    {
      arity: [2, 3],
      translate: ({ name, args }) => {
        notEmpty(name, args[1], 'what is replaced');
        const texts = args.map(arg => text(name, arg).sql);
        return expr('varchar', `replace(${[...texts, "''"].slice(0, 3).join(', ')})`, args);
      },
    },
  ],
  [
    'split',
    form(2, ({ name, args }) => {
      notEmpty(name, args[1], 'the delimiter');
      return expr('array', `string_split(${text(name, args[0]).sql}, ${args[1].sql})`, args);
    }),
  ],
  [
    'split_part',
    form(3, ({ name, args }) => {
      notEmpty(name, args[1], 'the delimiter');
      return macro('split_part', 'varchar', [text(name, args[0]), args[1], whole(name, args[2])]);
    }),
  ],
  ['chr', form(1, ({ name, args }) => character(whole(name, args[0])))],
  [
    'codepoint',
    form(1, ({ name, args }) => expr('integer', `unicode(${text(name, args[0]).sql})`)),
  ],
  ['reverse', form(1, ({ name, args }) => macro('reverse', 'varchar', [text(name, args[0])]))],
  ['to_utf8', form(1, ({ name, args }) => expr('varbinary', `encode(${text(name, args[0]).sql})`))],
  ['md5', hash('md5')],
  ['sha1', hash('sha1')],
  ['sha256', hash('sha256')],
  ['to_hex', form(1, ({ args }) => expr('varchar', `hex(${binary(args[0])})`, args))],
  ['to_base64', form(1, ({ args }) => expr('varchar', `to_base64(${binary(args[0])})`, args))],
]);

function hash(duckDb: string): Form {
  return form(1, ({ args }) => expr('varbinary', `unhex(${duckDb}(${binary(args[0])}))`, args));
}

function binary(value: Expr): string {
  if (value.kind !== 'varbinary') {
    throw new SqlRefused('a function of bytes', 'write to_utf8(text) to make bytes of a text');
  }
  return value.sql;
}
