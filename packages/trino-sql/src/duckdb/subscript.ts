import { SqlRefused } from '../SqlRefused';
import { macro, type Expr } from './Expr';
import { plain } from './operand';

/** `array[1]`, `map['key']`: a missing element is an error, as it is in Trino. */
export function subscript(value: Expr, index: Expr): Expr {
  return element('at', '[ ]', value, index);
}

/** `element_at(array, 1)`, `element_at(map, 'key')`: a missing element is NULL. */
export function elementAt(value: Expr, index: Expr): Expr {
  return element('element', 'element_at', value, index);
}

function element(prefix: string, form: string, given: Expr, index: Expr): Expr {
  const value = plain(form, given);
  const isMap = value.kind === 'map' || index.kind === 'varchar';
  if (!isMap && index.kind !== 'integer' && index.kind !== 'bigint' && value.kind !== 'array') {
    throw new SqlRefused(
      `${form} with a computed key`,
      'write the key or the position as a literal',
    );
  }
  return macro(`${prefix}_${isMap ? 'key' : 'position'}`, 'unknown', [value, index]);
}
