import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimeValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTypeId,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { userError } from '../executions/QueryFailed';
import { javaDouble, javaFloat } from './javaNumber';
import type { Cell } from './QueryResult';

/** A value as Athena writes it into `VarCharValue`; NULL stays `null`. */
export function encodeValue(value: DuckDBValue, type: DuckDBType): Cell {
  if (value === null) return null;
  if (typeof value === 'number') return encodeNumber(value, type);
  if (value instanceof DuckDBDecimalValue) return value.toString();
  if (value instanceof DuckDBBlobValue) {
    return Array.from(value.bytes, byte => byte.toString(16).padStart(2, '0')).join(' ');
  }
  const time = encodeTime(value);
  if (time !== undefined) return time;
  return encodeNested(value, type) ?? String(value);
}

function encodeNumber(value: number, type: DuckDBType): string {
  if (type.typeId === DuckDBTypeId.DOUBLE) return javaDouble(value);
  return type.typeId === DuckDBTypeId.FLOAT ? javaFloat(value) : String(value);
}

/** Three digits, as the timestamps of tables have; more where a value would lose them; as many as a cast asked for. */
function encodeTime(value: DuckDBValue): string | undefined {
  if (value instanceof DuckDBTimestampSecondsValue) return timestamp(value.seconds * 1_000_000n, 0);
  if (value instanceof DuckDBTimestampMillisecondsValue) return timestamp(value.millis * 1_000n, 3);
  if (value instanceof DuckDBTimestampValue) return timestamp(value.micros, digitsOf(value.micros));
  if (value instanceof DuckDBTimestampNanosecondsValue) {
    const nanos = value.nanos;
    const micros = (nanos - (((nanos % 1_000n) + 1_000n) % 1_000n)) / 1_000n;
    const rest = String(((nanos % 1_000n) + 1_000n) % 1_000n).padStart(3, '0');
    return `${timestamp(micros, 6)}${rest}`;
  }
  if (value instanceof DuckDBTimestampTZValue) {
    return `${timestamp(value.micros, digitsOf(value.micros))} UTC`;
  }
  if (value instanceof DuckDBTimeValue) {
    return timestamp(value.micros, digitsOf(value.micros)).slice('1970-01-01 '.length);
  }
  return undefined;
}

function digitsOf(micros: bigint): 3 | 6 {
  return micros % 1_000n === 0n ? 3 : 6;
}

function timestamp(micros: bigint, digits: 0 | 3 | 6): string {
  const second = 1_000_000n;
  const fraction = ((micros % second) + second) % second;
  const whole = new Date(Number((micros - fraction) / 1_000n)).toISOString();
  const [day, time] = whole.replace('.000Z', '').split('T');
  const shown = String(fraction).padStart(6, '0').slice(0, digits);
  return `${day} ${time}${digits === 0 ? '' : `.${shown}`}`;
}

/** As Java prints collections: strings bare, NULL as `null`. Nothing tells a comma in a string from one between. */
function encodeNested(value: DuckDBValue, type: DuckDBType): string | undefined {
  const inner = (item: DuckDBValue, itemType: DuckDBType) => encodeValue(item, itemType) ?? 'null';
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) {
    const itemType = 'valueType' in type ? type.valueType : type;
    return `[${value.items.map(item => inner(item, itemType)).join(', ')}]`;
  }
  if (value instanceof DuckDBMapValue && type.typeId === DuckDBTypeId.MAP) {
    const entries = value.entries.map(
      entry => `${inner(entry.key, type.keyType)}=${inner(entry.value, type.valueType)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  if (value instanceof DuckDBStructValue && type.typeId === DuckDBTypeId.STRUCT) {
    // The values come by name: of fields that are called alike only one would be left.
    if (new Set(type.entryNames).size < type.entryNames.length) {
      throw userError(1200, 'NOT_SUPPORTED: athena-local cannot write rows without field names');
    }
    const fields = type.entryNames.map(
      (name, i) => `${name}=${inner(value.entries[name], type.entryTypes[i])}`,
    );
    return `{${fields.join(', ')}}`;
  }
  return undefined;
}
