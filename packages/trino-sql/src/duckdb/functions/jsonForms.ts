import { SqlRefused } from '../../SqlRefused';
import { expr, kindWords, macro, textLiteral, type Expr } from '../Expr';
import { literalText, text } from '../operand';
import { form, type Form } from './Form';

/** A JSON path both engines read alike: names, `["quoted names"]` and positions. */
function pathOf(name: string, value: Expr): string {
  const path = literalText(name, value, 'the path');
  const steps = /^\$((?:\.[A-Za-z_][A-Za-z0-9_]*|\["[^"\\\]]+"\]|\[\d{1,6}\])+)$/.exec(path)?.[1];
  if (steps === undefined) {
    throw new SqlRefused(`the JSON path ${path}`, 'write it as $.a.b, $["a-b"] or $.a[0]');
  }
  return `$${steps.replace(/\["([^"]+)"\]/g, '."$1"')}`;
}

function source(name: string, value: Expr): Expr {
  if (value.kind === 'json') return value;
  if (value.kind === 'varchar' || value.kind === 'unknown') return text(name, value);
  throw new SqlRefused(`${name} of ${kindWords(value.kind)}`, 'it takes a text that holds JSON');
}

function extracted(name: string, value: Expr, path: Expr): Expr {
  const from = source(name, value);
  const args = [from, expr('varchar', textLiteral(pathOf(name, path)))];
  return macro('json_extract', 'json', args);
}

/** Functions of texts that hold JSON. */
export const jsonForms: ReadonlyMap<string, Form> = new Map<string, Form>([
  [
    'json_extract_scalar',
    form(2, ({ name, args }) => {
      const all = [source(name, args[0]), expr('varchar', textLiteral(pathOf(name, args[1])))];
      // A number keeps its own spelling in Trino; for who makes a double of it, any will do.
      return {
        ...macro('json_scalar', 'varchar', all),
        numeric: macro('json_number', 'varchar', all).sql,
      };
    }),
  ],
  ['json_extract', form(2, ({ name, args }) => extracted(name, args[0], args[1]))],
  [
    'json_array_length',
    form(1, ({ name, args }) => macro('json_array_length', 'bigint', [source(name, args[0])])),
  ],
  [
    'json_size',
    form(2, ({ name, args }) => macro('json_size', 'bigint', [extracted(name, args[0], args[1])])),
  ],
]);
