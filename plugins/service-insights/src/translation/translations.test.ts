import german from './german';
import { messages } from './messages';

type Nested = { readonly [key: string]: string | Nested };

/** The texts by the keys they are asked with. */
function flatten(nested: Nested, prefix = ''): [string, string][] {
  return Object.entries(nested).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

const english = new Map(flatten(messages));
const placeholdersOf = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].sort();

describe('German texts', () => {
  const translated = new Map(Object.entries<string>(german));

  it('are as many as the English ones, key by key', () => {
    expect([...translated.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('fill in the same values', () => {
    for (const [key, text] of english) {
      expect([key, placeholdersOf(translated.get(key) ?? '')]).toEqual([key, placeholdersOf(text)]);
    }
  });
});
