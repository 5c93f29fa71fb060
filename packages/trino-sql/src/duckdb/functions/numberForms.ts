import { arithmetic } from '../arithmetic';
import { coalesce, common } from '../common';
import { compare, refuseMismatch } from '../compare';
import { expr, macro, type Expr } from '../Expr';
import { boolean, number, plain, whole } from '../operand';
import { elementAt } from '../subscript';
import { form, type Form } from './Form';

/** A function of one number that is always a double. */
function double(duckDb: string): Form {
  return form(1, ({ name, args }) => {
    const value = number(name, args[0]);
    const sql = value.kind === 'double' ? value.sql : `CAST(${value.sql} AS DOUBLE)`;
    return expr('double', `${duckDb}(${sql})`, [value]);
  });
}

/** A function that keeps the type of its number. */
function keeping(name: string): Form {
  return form(1, ({ args }) => {
    const value = number(name, args[0]);
    return macro(name, value.kind, [value]);
  });
}

/** A function that makes a number whole, and keeps its type. */
function wholeOf(name: string, duckDb: string): Form {
  return form(1, ({ args }) => {
    const value = number(name, args[0]);
    if (value.kind === 'integer' || value.kind === 'bigint') return value;
    const result =
      value.kind === 'double'
        ? expr('double', `${duckDb}(${value.sql})`, [value])
        : macro(name, value.kind, [value]);
    return { ...result, integral: true };
  });
}

function extreme(name: 'greatest' | 'least'): Form {
  return {
    arity: [2, 16],
    translate: ({ args }) => {
      const { values, kind } = common(name, args);
      const nulls =
        values
          .filter(value => !/^[\d.e+-]+$/.test(value.sql))
          .map(value => `${value.sql} IS NULL`)
          .join(' OR ') || 'false';
      const list = values.map(value => value.sql).join(', ');
      if (values.some(value => value.kind === 'null')) return expr('null', 'NULL');
      return expr(kind, `(CASE WHEN ${nulls} THEN NULL ELSE ${name}(${list}) END)`, values);
    },
  };
}

/** `if(condition, value[, otherwise])` */
function choose(condition: Expr, results: readonly Expr[]): Expr {
  const checked = boolean('if', condition);
  const { values, kind } = common('if', results);
  const last = values.length > 1 ? ` ELSE ${values[1].sql}` : '';
  return expr(kind, `(CASE WHEN ${checked.sql} THEN ${values[0].sql}${last} END)`, [
    checked,
    ...values,
  ]);
}

function nullIf(left: Expr, right: Expr): Expr {
  refuseMismatch('nullif', left, right);
  const value = plain('nullif', left);
  const equal = compare('=', left, right);
  return expr(value.kind, `(CASE WHEN ${equal.sql} THEN NULL ELSE ${value.sql} END)`, [
    value,
    equal,
  ]);
}

/** Functions of numbers, and those that choose between values. */
export const numberForms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['abs', keeping('abs')],
  ['sign', keeping('sign')],
  ['floor', wholeOf('floor', 'floor')],
  ['ceil', wholeOf('ceil', 'ceil')],
  ['ceiling', wholeOf('ceil', 'ceil')],
  ['truncate', wholeOf('truncate', 'trunc')],
  [
    'round',
    {
      arity: [1, 2],
      translate: ({ args }) => {
        const value = number('round', args[0]);
        if (args.length === 1) return macro('round', value.kind, [value]);
        return macro('round_to', value.kind, [value, whole('round', args[1])]);
      },
    },
  ],
  ['mod', form(2, ({ args }) => arithmetic('%', args[0], args[1]))],
  ['ln', double('trino_ln')],
  ['log2', double('trino_log2')],
  ['log10', double('trino_log10')],
  ['exp', double('exp')],
  ['sqrt', double('trino_sqrt')],
  ['degrees', double('degrees')],
  ['radians', double('radians')],
  ['power', power()],
  ['pow', power()],
  [
    'is_nan',
    form(1, ({ name, args }) =>
      expr('boolean', `isnan(CAST(${number(name, args[0]).sql} AS DOUBLE))`),
    ),
  ],
  ['greatest', extreme('greatest')],
  ['least', extreme('least')],
  ['if', { arity: [2, 3], translate: ({ args }) => choose(args[0], args.slice(1)) }],
  ['coalesce', { arity: [2, 32], translate: ({ args }) => coalesce(args) }],
  ['nullif', form(2, ({ args }) => nullIf(args[0], args[1]))],
  ['element_at', form(2, ({ args }) => elementAt(args[0], args[1]))],
]);

function power(): Form {
  return form(2, ({ name, args }) => {
    const numbers = args.map(arg => number(name, arg));
    return expr(
      'double',
      `pow(${numbers.map(arg => `CAST(${arg.sql} AS DOUBLE)`).join(', ')})`,
      numbers,
    );
  });
}
