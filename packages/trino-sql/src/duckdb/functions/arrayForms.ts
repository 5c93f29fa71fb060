import type { ParserRuleContext } from 'antlr4ng';
import { identifierText } from '../../grammar/names';
import { trinoGrammar as g } from '../../grammar/trinoGrammar';
import { SqlRefused } from '../../SqlRefused';
import { expr, kindWords, macro, quoted, type Expr } from '../Expr';
import { boolean, plain, text, whole } from '../operand';
import type { Scope } from '../Scope';
import { translateExpression } from '../translateExpression';
import { form, type Form, type RawForm } from './Form';

function array(name: string, value: Expr): Expr {
  if (value.kind !== 'array' && value.kind !== 'unknown' && value.kind !== 'null') {
    throw new SqlRefused(`${name} of ${kindWords(value.kind)}`, 'it takes an array');
  }
  return value;
}

/** Functions of arrays and maps. */
export const arrayForms: ReadonlyMap<string, Form> = new Map<string, Form>([
  [
    'array_join',
    {
      arity: [2, 3],
      translate: ({ name, args }) => {
        const list = array(name, args[0]);
        const by = text(name, args[1]);
        if (args.length === 2) {
          const texts = list.element === 'varchar';
          return macro(texts ? 'array_join_texts' : 'array_join', 'varchar', [list, by]);
        }
        return macro('array_join_with', 'varchar', [list, by, text(name, args[2])]);
      },
    },
  ],
  [
    'cardinality',
    form(1, ({ name, args }) => {
      if (args[0].kind === 'map')
        return expr('bigint', `CAST(cardinality(${args[0].sql}) AS BIGINT)`);
      return macro('cardinality', 'bigint', [array(name, args[0])]);
    }),
  ],
  [
    'contains',
    form(2, ({ name, args }) =>
      macro('contains', 'boolean', [array(name, args[0]), plain(name, args[1])]),
    ),
  ],
  [
    'array_position',
    form(2, ({ name, args }) =>
      macro('array_position', 'bigint', [array(name, args[0]), plain(name, args[1])]),
    ),
  ],
  ['array_sort', form(1, ({ name, args }) => macro('array_sort', 'array', [array(name, args[0])]))],
  [
    'array_distinct',
    form(1, ({ name, args }) => macro('array_distinct', 'array', [array(name, args[0])])),
  ],
  ['array_max', form(1, ({ name, args }) => macro('array_max', 'unknown', [array(name, args[0])]))],
  ['array_min', form(1, ({ name, args }) => macro('array_min', 'unknown', [array(name, args[0])]))],
  [
    'slice',
    form(3, ({ name, args }) => {
      const numbers = args.slice(1).map(arg => whole(name, arg));
      if (!numbers.every(number => Number(number.literal ?? '0') >= 1)) {
        throw new SqlRefused(
          'slice from a computed position',
          'write positions from 1 as literals',
        );
      }
      return macro('slice', 'array', [array(name, args[0]), ...numbers]);
    }),
  ],
  [
    'sequence',
    {
      arity: [2, 3],
      translate: ({ name, args }) => {
        if (args[0].kind === 'date' && args[1].kind === 'date') {
          const step = args[2] ?? { ...expr('interval', "INTERVAL '1 day'"), interval: 'calendar' };
          if (!/ day'\)*$/.test(step.sql)) {
            throw new SqlRefused('sequence of dates', 'step by days');
          }
          return macro('sequence_dates', 'array', [args[0], args[1], step]);
        }
        const numbers = args.map(arg => whole(name, arg));
        if (numbers.length === 3 && Number(numbers[2].literal ?? '0') < 1) {
          throw new SqlRefused('sequence with a computed step', 'write a step from 1 as a literal');
        }
        return macro(numbers.length === 3 ? 'sequence_by' : 'sequence', 'array', numbers);
      },
    },
  ],
  ['map_keys', form(1, ({ args }) => expr('array', `map_keys(${args[0].sql})`, args))],
  ['map_values', form(1, ({ args }) => expr('array', `map_values(${args[0].sql})`, args))],
  [
    'map',
    form(2, ({ name, args }) => {
      const [keys, values] = args.map(arg => array(name, arg));
      return expr('map', `map(${keys.sql}, ${values.sql})`, args);
    }),
  ],
]);

function lambdaOf(name: string, node: ParserRuleContext, scope: Scope) {
  const found = unwrapped(node);
  if (!(found instanceof g.LambdaContext)) throw new SqlRefused(name, 'write a lambda: x -> …');
  const parameters = found.identifier().map(identifierText);
  if (parameters.length !== 1) throw new SqlRefused(name, 'its lambda takes one parameter');
  const inner: Scope = {
    ...scope,
    lambda: new Set([...scope.lambda, parameters[0].toLowerCase()]),
  };
  return {
    head: `lambda ${quoted(parameters[0])}:`,
    body: translateExpression(found.expression(), inner),
  };
}

function unwrapped(node: ParserRuleContext): ParserRuleContext {
  if (node instanceof g.LambdaContext) return node;
  const only = node.getChildCount() === 1 ? node.getChild(0) : null;
  return only instanceof g.ParserRuleContext ? unwrapped(only) : node;
}

function condition(name: string, nodes: ParserRuleContext[], scope: Scope) {
  const list = array(name, translateExpression(nodes[0], scope));
  const { head, body } = lambdaOf(name, nodes[1], scope);
  return { list, head, body: boolean(name, body) };
}

function matching(answer: (list: string) => string): RawForm {
  return {
    arity: [2, 2],
    translate: (name, nodes, scope) => {
      const { list, head, body } = condition(name, nodes, scope);
      return expr('boolean', answer(`list_transform(${list.sql}, ${head} ${body.sql})`), [list]);
    },
  };
}

/** Functions that take a lambda. */
export const lambdaForms: ReadonlyMap<string, RawForm> = new Map<string, RawForm>([
  [
    'transform',
    {
      arity: [2, 2],
      translate: (name, nodes, scope) => {
        const list = array(name, translateExpression(nodes[0], scope));
        const { head, body } = lambdaOf(name, nodes[1], scope);
        return expr('array', `list_transform(${list.sql}, ${head} ${plain(name, body).sql})`, [
          list,
        ]);
      },
    },
  ],
  [
    'filter',
    {
      arity: [2, 2],
      translate: (name, nodes, scope) => {
        const { list, head, body } = condition(name, nodes, scope);
        return expr('array', `list_filter(${list.sql}, ${head} ${body.sql})`, [list]);
      },
    },
  ],
  ['any_match', matching(list => `trino_any(${list})`)],
  ['all_match', matching(list => `trino_all(${list})`)],
  ['none_match', matching(list => `(NOT trino_any(${list}))`)],
]);
