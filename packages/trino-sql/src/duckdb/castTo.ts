import { SqlRefused } from '../SqlRefused';
import { instant, wallClock } from './atTimeZone';
import { expr, kindWords, macro, utc, type Expr } from './Expr';

/** A type a value can be cast to, with its length or its precision. */
export type Target =
  | { type: 'varchar'; length: number | undefined }
  | { type: 'integer' | 'bigint' | 'smallint' | 'tinyint' | 'double' | 'boolean' | 'date' }
  | { type: 'timestamp'; precision: number }
  | { type: 'instant' };

/** A cast; with `lenient`, NULL where the value does not fit. */
export function castTo(target: Target, given: Expr, lenient: boolean): Expr {
  if (given.kind === 'null') {
    const type = target.type === 'instant' ? 'TIMESTAMPTZ' : target.type.toUpperCase();
    return expr(kindOf(target), `CAST(NULL AS ${type})`);
  }
  if (['interval', 'varbinary', 'array', 'map', 'row'].includes(given.kind)) {
    throw new SqlRefused(`CAST of ${kindWords(given.kind)}`, 'engines print it differently');
  }
  const prefix = lenient ? 'try_cast' : 'cast';
  switch (target.type) {
    case 'varchar':
      return toVarchar(prefix, given, target.length);
    case 'timestamp':
      return toTimestamp(prefix, given, target.precision);
    case 'instant': {
      if (given.kind === 'varchar') {
        throw new SqlRefused(
          'CAST of a text AS timestamp with time zone',
          'write from_iso8601_timestamp',
        );
      }
      return { ...instant('CAST', given), zone: given.zone ?? utc };
    }
    case 'date':
      return typed(prefix, 'date', 'date', wallClock(given));
    case 'double':
      return typed(prefix, 'double', 'double', { ...given, sql: given.numeric ?? given.sql });
    case 'boolean':
      return typed(prefix, 'boolean', 'boolean', given);
    default: {
      const kind = target.type === 'bigint' ? 'bigint' : 'integer';
      if (given.kind === 'double' && given.integral) {
        const word = lenient ? 'TRY_CAST' : 'CAST';
        return expr(kind, `${word}(${given.sql} AS ${target.type.toUpperCase()})`, [given]);
      }
      return typed(prefix, target.type, kind, given);
    }
  }
}

function kindOf(target: Target): Expr['kind'] {
  return target.type === 'smallint' || target.type === 'tinyint' ? 'integer' : target.type;
}

/** A macro for the type, or the cast itself where the kind is known and there is nothing to mind. */
function typed(prefix: string, type: string, kind: Expr['kind'], given: Expr): Expr {
  if (given.kind === type) return { ...expr(kind, given.sql, [given]) };
  const wholes = ['integer', 'bigint'];
  if (given.kind !== 'unknown' && type === 'double' && wholes.includes(given.kind)) {
    return expr(kind, `CAST(${given.sql} AS DOUBLE)`, [given]);
  }
  if (type === 'bigint' && given.kind === 'integer') {
    return expr(kind, `CAST(${given.sql} AS BIGINT)`, [given]);
  }
  if (given.kind === 'json') return macro(`${prefix}_${type}_json`, kind, [given]);
  return macro(`${prefix}_${type}`, kind, [given]);
}

function toVarchar(prefix: string, given: Expr, length: number | undefined): Expr {
  if (given.kind === 'instant') {
    throw new SqlRefused(
      'CAST of a timestamp with time zone AS varchar',
      "write date_format(…, '%Y-%m-%d %H:%i:%s') or to_iso8601",
    );
  }
  if (given.kind === 'timestamp') {
    if (given.precision !== 0 && given.precision !== 3) {
      throw new SqlRefused('CAST of a timestamp AS varchar', 'write date_format');
    }
    const format = given.precision === 3 ? '%Y-%m-%d %H:%M:%S.%g' : '%Y-%m-%d %H:%M:%S';
    return limited(prefix, expr('varchar', `strftime(${given.sql}, '${format}')`, [given]), length);
  }
  if (given.kind === 'varchar') {
    return length === undefined ? given : expr('varchar', `left(${given.sql}, ${length})`, [given]);
  }
  if (given.kind === 'unknown' && length !== undefined) {
    return macro(`${prefix}_varchar_of`, 'varchar', [given], [String(length)]);
  }
  const known = ['integer', 'bigint', 'boolean', 'date'].includes(given.kind);
  const converted = known
    ? expr('varchar', `CAST(${given.sql} AS VARCHAR)`, [given])
    : typed(prefix, 'varchar', 'varchar', given);
  return limited(prefix, converted, length);
}

/** A number or a date must fit into the length; only a text is cut. */
function limited(prefix: string, value: Expr, length: number | undefined): Expr {
  if (length === undefined) return value;
  return macro(`${prefix}_fitting`, 'varchar', [value], [String(length)]);
}

function toTimestamp(prefix: string, given: Expr, precision: number): Expr {
  const local = wallClock(given);
  if (precision === 0) {
    throw new SqlRefused('CAST AS timestamp(0)', "write date_trunc('second', …)");
  }
  if (local.kind === 'timestamp') return { ...local, precision: 3 };
  if (local.kind === 'date') {
    return { ...expr('timestamp', `CAST(${local.sql} AS TIMESTAMP)`, [local]), precision: 3 };
  }
  return { ...macro(`${prefix}_timestamp`, 'timestamp', [local]), precision: 3 };
}
