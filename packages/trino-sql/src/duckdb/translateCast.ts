import type { CastContext, TypeContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { trinoGrammar as g } from '../grammar/trinoGrammar';
import { SqlRefused } from '../SqlRefused';
import { castTo, type Target } from './castTo';
import type { Expr } from './Expr';
import type { Scope } from './Scope';
import { translateExpression } from './translateExpression';

/** `CAST(value AS type)` and `TRY_CAST(value AS type)`. */
export function translateCast(
  node: CastContext,
  scope: Scope,
  { lenient } = { lenient: node.KW_TRY_CAST() !== null },
): Expr {
  const target = targetOf(node.type());
  const value = translateExpression(node.expression(), scope);
  return castTo(target, value, lenient);
}

function targetOf(type: TypeContext): Target {
  if (type instanceof g.DoublePrecisionTypeContext) return { type: 'double' };
  if (type instanceof g.DateTimeTypeContext) {
    const precision = Number(type.typeParameter()?.getText() ?? 3);
    if (precision !== 0 && precision !== 3) {
      throw new SqlRefused(
        `the type ${type.getText()}`,
        'write timestamp, which keeps milliseconds',
      );
    }
    return type.KW_WITH() ? { type: 'instant' } : { type: 'timestamp', precision };
  }
  if (!(type instanceof g.GenericTypeContext)) {
    throw new SqlRefused(`a cast to ${type.getText()}`, 'cast the parts one by one');
  }
  const name = type.identifier().getText().toLowerCase();
  const parameters = type.typeParameter().map(parameter => Number(parameter.getText()));
  if (name === 'varchar') return { type: 'varchar', length: parameters[0] };
  const simple = {
    int: 'integer',
    integer: 'integer',
    bigint: 'bigint',
    smallint: 'smallint',
  } as const;
  const others = {
    tinyint: 'tinyint',
    double: 'double',
    boolean: 'boolean',
    date: 'date',
  } as const;
  const known = new Map<string, Target>(
    Object.entries({ ...simple, ...others }).map(([key, value]) => [key, { type: value }]),
  );
  const target = known.get(name);
  if (!target || parameters.length > 0) {
    throw new SqlRefused(
      `a cast to ${type.getText()}`,
      'engines keep that type differently; cast to double, bigint, varchar, date or timestamp',
    );
  }
  return target;
}
