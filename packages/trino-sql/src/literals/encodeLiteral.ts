import { SqlRefused } from '../SqlRefused';
import type { TypedValue } from '../typedValue';

const minBigint = -(2n ** 63n);
const maxBigint = 2n ** 63n - 1n;

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function checkedText(text: string): string {
  if (text.includes('\0')) {
    throw new SqlRefused('a text value', 'it holds a NUL character, which no engine keeps');
  }
  if (/\p{Surrogate}/u.test(text)) {
    throw new SqlRefused('a text value', 'it is not well-formed Unicode');
  }
  return text;
}

function checkedDate(text: string, form: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const date = match && new Date(`${text}T00:00:00Z`);
  if (!date || Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text)) {
    throw new SqlRefused(form, `${JSON.stringify(text)} is not a day as 2025-03-28`);
  }
  return text;
}

function checkedTimestamp(text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2}) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?$/.exec(text);
  if (!match) {
    throw new SqlRefused(
      'a timestamp value',
      `${JSON.stringify(text)} is not a time as 2025-03-28 22:30:00.000`,
    );
  }
  checkedDate(match[1], 'a timestamp value');
  return text;
}

function doubleText(value: number): string {
  return Object.is(value, -0) ? '-0.0' : String(value);
}

/**
 * A value as one literal of Trino SQL, of exactly the type it says: the only way a value gets into a statement.
 *
 * @returns SQL text that the grammar reads as a single literal, whatever the value holds
 * @throws {@link SqlRefused} for a value its type cannot hold
 * @public
 */
export function encodeLiteral(value: TypedValue): string {
  switch (value.type) {
    case 'varchar':
      return quote(checkedText(value.value));
    case 'bigint':
      if (value.value < minBigint || value.value > maxBigint) {
        throw new SqlRefused('a bigint value', `${value.value} does not fit into 64 bits`);
      }
      // Typed, because a bare -1 after a minus sign would start a comment.
      return `BIGINT '${value.value}'`;
    case 'double':
      return `DOUBLE '${doubleText(value.value)}'`;
    case 'boolean':
      return value.value ? 'TRUE' : 'FALSE';
    case 'date':
      return `DATE '${checkedDate(value.value, 'a date value')}'`;
    case 'timestamp':
      return `TIMESTAMP '${checkedTimestamp(value.value)}'`;
    default: {
      const never: never = value;
      throw new SqlRefused('a value', `its type is not known: ${JSON.stringify(never)}`);
    }
  }
}
