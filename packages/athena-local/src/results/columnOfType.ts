import { DuckDBDecimalType, DuckDBTypeId, type DuckDBType } from '@duckdb/node-api';
import { QueryFailed } from '../executions/QueryFailed';
import type { ResultColumn } from './ResultColumn';

const plain: Partial<Record<DuckDBTypeId, readonly [type: string, precision: number]>> = {
  [DuckDBTypeId.BOOLEAN]: ['boolean', 0],
  [DuckDBTypeId.TINYINT]: ['tinyint', 3],
  [DuckDBTypeId.UTINYINT]: ['smallint', 5],
  [DuckDBTypeId.SMALLINT]: ['smallint', 5],
  [DuckDBTypeId.USMALLINT]: ['integer', 10],
  [DuckDBTypeId.INTEGER]: ['integer', 10],
  [DuckDBTypeId.UINTEGER]: ['bigint', 19],
  [DuckDBTypeId.BIGINT]: ['bigint', 19],
  [DuckDBTypeId.UBIGINT]: ['bigint', 19],
  // What DuckDB makes of a sum of bigints, which in Trino is a bigint.
  [DuckDBTypeId.HUGEINT]: ['bigint', 19],
  [DuckDBTypeId.FLOAT]: ['float', 17],
  [DuckDBTypeId.DOUBLE]: ['double', 17],
  [DuckDBTypeId.ENUM]: ['varchar', 2147483647],
  [DuckDBTypeId.VARCHAR]: ['varchar', 2147483647],
  [DuckDBTypeId.UUID]: ['uuid', 0],
  [DuckDBTypeId.BLOB]: ['varbinary', 1073741824],
  [DuckDBTypeId.DATE]: ['date', 0],
  [DuckDBTypeId.TIMESTAMP]: ['timestamp', 3],
  [DuckDBTypeId.TIMESTAMP_S]: ['timestamp', 3],
  [DuckDBTypeId.TIMESTAMP_MS]: ['timestamp', 3],
  [DuckDBTypeId.TIMESTAMP_NS]: ['timestamp', 3],
  [DuckDBTypeId.TIMESTAMP_TZ]: ['timestamp with time zone', 3],
  [DuckDBTypeId.TIME]: ['time', 3],
  [DuckDBTypeId.LIST]: ['array', 0],
  [DuckDBTypeId.ARRAY]: ['array', 0],
  [DuckDBTypeId.MAP]: ['map', 0],
  [DuckDBTypeId.STRUCT]: ['row', 0],
  [DuckDBTypeId.SQLNULL]: ['unknown', 0],
};

/**
 * A column of a DuckDB result under Athena's name for its type.
 *
 * @throws QueryFailed for a type that Athena does not have
 */
export function columnOfType(name: string, type: DuckDBType): ResultColumn {
  if (type.alias === 'JSON') return { name, type: 'json', precision: 0, scale: 0 };
  if (type instanceof DuckDBDecimalType) {
    return { name, type: 'decimal', precision: type.width, scale: type.scale };
  }
  const known = plain[type.typeId];
  if (!known) {
    throw new QueryFailed({
      category: 2,
      type: 1200,
      retryable: false,
      message: `NOT_SUPPORTED: athena-local has no Athena type for DuckDB's ${type.toString()}`,
    });
  }
  return { name, type: known[0], precision: known[1], scale: 0 };
}
