import type { KeyedCustomer } from './RolledUpDay';

const zero = 48;
const space = 32;

/**
 * Reads customers as `compileRollup` packs them: `failed faults calls key`, separated by bars.
 *
 * One pass over the text without splitting it: customers are most of what a day holds.
 *
 * @param into - where they are added
 */
export function readPackedCustomers(packed: string, into: KeyedCustomer[]): void {
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
    const failedCalls = count();
    const callerFaults = count();
    const calls = count();
    const bar = packed.indexOf('|', at);
    const end = bar === -1 ? packed.length : bar;
    const written = packed.slice(at, end);
    const key = hasEscapes ? unescapeKey(written) : written;
    into.push({ key, calls, failedCalls, callerFaults });
    at = end + 1;
  }
}

function unescapeKey(written: string): string {
  return written.replace(/\\(.)/gs, (_, escaped: string) => (escaped === 'p' ? '|' : escaped));
}
