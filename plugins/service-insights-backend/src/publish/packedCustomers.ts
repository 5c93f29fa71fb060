import type { CustomerDictionary } from './CustomerDictionary';
import type { CustomerColumns } from './RolledUpDay';

const zero = 48;
const space = 32;

/**
 * Reads customers as `compileRollup` packs them: `failed faults calls key`, separated by bars.
 *
 * One pass over the text without splitting it: customers are most of what a day holds.
 *
 * @param dictionary - gives each its number
 * @param into - where they are added
 */
export function readPackedCustomers(
  packed: string,
  dictionary: CustomerDictionary,
  into: CustomerColumns,
): void {
  const hasEscapes = packed.includes('\\');
  let at = 0;
  const count = (): number => {
    let value = 0;
    for (let code = packed.charCodeAt(at++); code !== space; code = packed.charCodeAt(at++)) {
      if (!(code >= zero && code < zero + 10))
        throw new RangeError('Packed customers are malformed');
      value = value * 10 + code - zero;
    }
    return value;
  };
  while (at < packed.length) {
    into.failedCalls.push(count());
    into.callerFaults.push(count());
    into.calls.push(count());
    const bar = packed.indexOf('|', at);
    const end = bar === -1 ? packed.length : bar;
    into.customers.push(
      hasEscapes
        ? dictionary.indexOf(unescapeKey(packed.slice(at, end)))
        : dictionary.indexOf(packed, at, end),
    );
    at = end + 1;
  }
}

function unescapeKey(written: string): string {
  return written.replace(/\\(.)/gs, (_, escaped: string) => (escaped === 'p' ? '|' : escaped));
}
