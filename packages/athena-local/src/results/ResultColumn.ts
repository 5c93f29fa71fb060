/**
 * A column as `ResultSetMetadata` tells it.
 *
 * @internal
 */
export type ResultColumn = {
  name: string;
  type: string;
  precision: number;
  scale: number;
};

/** The `ColumnInfo` of the wire. */
export const columnInfo = ({ name, type, precision, scale }: ResultColumn) => ({
  CatalogName: 'hive',
  SchemaName: '',
  TableName: '',
  Name: name,
  Label: name,
  Type: type,
  Precision: precision,
  Scale: scale,
  Nullable: 'UNKNOWN',
  CaseSensitive: type === 'varchar' || type === 'char',
});
