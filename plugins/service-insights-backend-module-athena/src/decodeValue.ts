import type { EngineValue } from 'backstage-plugin-service-insights-node';

const doubles: Record<string, number> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

/**
 * A value of a result, from the text Athena gives. A bigint never passes through a float; decimals, dates and
 * timestamps stay text as Trino prints them; a `real` or `double` is a number, NaN and Infinity included.
 *
 * @param text - `VarCharValue`, or undefined for NULL
 * @param type - the column's type as Athena names it, as `bigint` or `timestamp with time zone`
 * @throws RangeError when the text is no value of the type
 */
export function decodeValue(text: string | undefined, type: string): EngineValue {
  if (text === undefined) return null;
  switch (type) {
    case 'boolean':
      if (text === 'true') return true;
      if (text === 'false') return false;
      throw mismatch(type);
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'int':
      if (!/^-?\d{1,10}$/.test(text)) throw mismatch(type);
      return Number(text);
    case 'bigint':
      if (!/^-?\d{1,19}$/.test(text)) throw mismatch(type);
      return BigInt(text);
    case 'real':
    case 'float':
    case 'double':
      if (text in doubles) return doubles[text];
      if (!/^-?\d+(\.\d+)?(E-?\d+)?$/.test(text)) throw mismatch(type);
      return Number(text);
    case 'decimal':
      if (!/^-?\d+(\.\d+)?$/.test(text)) throw mismatch(type);
      return text;
    case 'date':
      if (!/^-?\d{4,}-\d\d-\d\d$/.test(text)) throw mismatch(type);
      return text;
    default:
      return text;
  }
}

function mismatch(type: string): RangeError {
  return new RangeError(`a value of the result is no ${type}`);
}
