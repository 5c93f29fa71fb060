import {
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTypeId,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { EngineError, type EngineValue } from 'backstage-plugin-service-insights-node';

/** How a column of a result is handed out. */
export type TrinoColumn = {
  /** The Trino type. */
  type: string;
  convert(value: DuckDBValue): EngineValue;
};

const smallest = -(2n ** 63n);
const largest = 2n ** 63n - 1n;

/** How values of a DuckDB type are handed out: integers and floats as numbers, all that has no JavaScript type as text. */
export function trinoColumn(type: DuckDBType): TrinoColumn {
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return { type: 'boolean', convert: asIs };
    case DuckDBTypeId.TINYINT:
      return { type: 'tinyint', convert: asIs };
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.UTINYINT:
      return { type: 'smallint', convert: asIs };
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.USMALLINT:
      return { type: 'integer', convert: asIs };
    case DuckDBTypeId.UINTEGER:
      return { type: 'bigint', convert: value => BigInt(Number(value)) };
    case DuckDBTypeId.BIGINT:
      return { type: 'bigint', convert: asIs };
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
      return { type: 'bigint', convert: toBigint };
    case DuckDBTypeId.FLOAT:
      return { type: 'real', convert: asIs };
    case DuckDBTypeId.DOUBLE:
      return { type: 'double', convert: asIs };
    case DuckDBTypeId.DECIMAL:
      return { type: type.toString().toLowerCase(), convert: asText };
    case DuckDBTypeId.VARCHAR:
      return { type: type.alias?.toLowerCase() === 'json' ? 'json' : 'varchar', convert: asIs };
    case DuckDBTypeId.DATE:
      return { type: 'date', convert: asText };
    case DuckDBTypeId.TIMESTAMP:
      return { type: 'timestamp', convert: value => timestamp(value, '') };
    case DuckDBTypeId.TIMESTAMP_TZ:
      return { type: 'timestamp with time zone', convert: value => timestamp(value, ' UTC') };
    case DuckDBTypeId.UUID:
      return { type: 'uuid', convert: asText };
    default:
      return { type: type.toString().toLowerCase(), convert: asText };
  }
}

function asIs(value: DuckDBValue): EngineValue {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value;
    default:
      return value === null ? null : String(value);
  }
}

function asText(value: DuckDBValue): EngineValue {
  return value === null ? null : String(value);
}

/** DuckDB adds bigints up as hugeint. */
function toBigint(value: DuckDBValue): EngineValue {
  if (typeof value !== 'bigint') return null;
  if (value < smallest || value > largest) {
    throw new EngineError({
      class: 'definition',
      code: 'VALUE_INVALID',
      message: 'A whole number of the result is too large for bigint',
    });
  }
  return value;
}

/** `YYYY-MM-DD HH:MM:SS.mmm`, with microseconds where there are any. */
function timestamp(value: DuckDBValue, zone: string): EngineValue {
  if (!(value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)) {
    return asText(value);
  }
  const below = ((value.micros % 1_000n) + 1_000n) % 1_000n;
  const date = new Date(Number((value.micros - below) / 1_000n));
  if (Number.isNaN(date.getTime())) return String(value);
  const micros = below === 0n ? '' : String(below).padStart(3, '0');
  return `${date.toISOString().replace('T', ' ').slice(0, -1)}${micros}${zone}`;
}
