import fc from 'fast-check';
import { CustomerDictionary } from './CustomerDictionary';
import { readPackedCustomers } from './packedCustomers';

const key = fc
  .string({ unit: 'binary', maxLength: 12 })
  .filter(text => Buffer.from(text).toString() === text);

it('knows each key by one number, whichever text it stands in', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 2_000 }), fc.string(), (keys, before) => {
      const dictionary = new CustomerDictionary();
      const numbers = new Map<string, number>();
      for (const one of [...keys, ...keys]) {
        const text = `${before}${one}|after`;
        const number = dictionary.indexOf(text, before.length, before.length + one.length);
        expect(number).toBe(numbers.get(one) ?? numbers.size);
        numbers.set(one, number);
      }
      expect(dictionary.size).toBe(numbers.size);
      expect(dictionary.pending().map(({ key: pending }) => pending)).toEqual([...numbers.keys()]);
    }),
    { numRuns: 50 },
  );
});

it('keeps apart a hundred thousand keys that look alike, and learns their ids', () => {
  const dictionary = new CustomerDictionary();
  const keys = Array.from({ length: 100_000 }, (_, i) => `customer-${i}`);
  expect(keys.map(one => dictionary.indexOf(one))).toEqual(keys.map((_, i) => i));
  expect(() => dictionary.idOf(7)).toThrow('not interned');
  dictionary.learn(new Map([[7, 4_711]]));
  expect(dictionary.idOf(7)).toBe(4_711);
  expect(dictionary.pending()).toHaveLength(99_999);
});

it('lets go of a key, which is someone new when it comes again', () => {
  const dictionary = new CustomerDictionary();
  const [jane, joe] = ['jane', 'joe'].map(one => dictionary.indexOf(one));
  dictionary.learn(
    new Map([
      [jane, 1],
      [joe, 2],
    ]),
  );
  dictionary.forget(jane);
  expect(dictionary.idOf(jane)).toBe(1);
  expect(dictionary.indexOf('joe')).toBe(joe);
  const again = dictionary.indexOf('jane');
  expect(dictionary.pending()).toEqual([{ index: again, key: 'jane' }]);
  expect(dictionary.hashOf(again, 1)).toBe(dictionary.hashOf(jane, 1)); // a day's checksum stays as it was
});

it('reads back packed customers, whatever their keys hold', () => {
  const customer = fc.record({ key, failed: fc.nat(), faults: fc.nat(), calls: fc.nat() });
  fc.assert(
    fc.property(fc.uniqueArray(customer, { selector: one => one.key, minLength: 1 }), customers => {
      const packed = customers
        .map(one => {
          const escaped = one.key.replaceAll('\\', '\\\\').replaceAll('|', '\\p');
          return `${one.failed} ${one.faults} ${one.calls} ${escaped}`;
        })
        .join('|');
      const dictionary = new CustomerDictionary();
      const columns = { customers: [], calls: [], failedCalls: [], callerFaults: [] };
      readPackedCustomers(packed, dictionary, columns);
      expect(dictionary.pending().map(one => one.key)).toEqual(customers.map(one => one.key));
      expect(columns).toEqual({
        customers: customers.map((_, i) => i),
        calls: customers.map(one => one.calls),
        failedCalls: customers.map(one => one.failed),
        callerFaults: customers.map(one => one.faults),
      });
    }),
  );
});
