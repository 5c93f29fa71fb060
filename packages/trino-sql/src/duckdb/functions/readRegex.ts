import { SqlRefused } from '../../SqlRefused';

/** A group of a pattern; the first is the whole match. */
type Group = {
  /** The fewest characters it can match. */
  minLength: number;
  /** Whether the pattern can match without it. */
  optional: boolean;
};

/** A pattern that Java and RE2 read alike. */
export type Regex = { re2: string; groups: Group[]; anchoredEnd: boolean };

const classes: Record<string, string> = { d: '0-9', w: '0-9A-Za-z_', s: '\\t\\n\\x0B\\f\\r ' };
const plainEscapes = 'tnrf';

/**
 * Reads a Java pattern and writes it for RE2.
 *
 * @throws {@link SqlRefused} for what the two engines do not both have, or read differently
 */
export function readRegex(pattern: string): Regex {
  const groups: Group[] = [{ minLength: 0, optional: false }];
  let position = 0;
  let anchoredEnd = false;

  const refuse = (what: string): never => {
    throw new SqlRefused(
      `${what} in the pattern ${pattern}`,
      'DuckDB does not have it, or reads it differently',
    );
  };
  const peek = (text: string) => pattern.startsWith(text, position);
  const take = (expression: RegExp) => {
    const sticky = new RegExp(expression.source, 'yu');
    sticky.lastIndex = position;
    const match = sticky.exec(pattern);
    if (match) position += match[0].length;
    return match;
  };

  const escape = (inClass: boolean): { re2: string; length: number } => {
    const [, letter = ''] = take(/\\([^])/) ?? refuse('a backslash at the end');
    const set = classes[letter.toLowerCase()];
    if (set !== undefined) {
      if (letter === letter.toLowerCase()) return { re2: inClass ? set : `[${set}]`, length: 1 };
      if (inClass) return refuse(`\\${letter} in a class`);
      return { re2: `[^${set}]`, length: 1 };
    }
    if (plainEscapes.includes(letter)) return { re2: `\\${letter}`, length: 1 };
    if (/[A-Za-z0-9]/.test(letter)) return refuse(`\\${letter}`);
    return { re2: `\\${letter}`, length: 1 };
  };

  const characterClass = (): string => {
    let re2 = take(/\[\^?/)?.[0] ?? '';
    if (peek(']')) return refuse('] first in a class');
    while (!peek(']')) {
      if (position >= pattern.length) return refuse('an open class');
      if (peek('[') || peek('&&')) return refuse('a class within a class');
      re2 += peek('\\') ? escape(true).re2 : (take(/[^]/)?.[0] ?? '');
    }
    position += 1;
    return `${re2}]`;
  };

  const quantifier = (): { re2: string; least: number; optional: boolean } => {
    const match = take(/([*+?]|\{(\d{1,3})(?:,(\d{0,3}))?\})(\??)/);
    if (!match) return { re2: '', least: 1, optional: false };
    if (peek('+') || peek('*') || peek('?') || peek('{')) refuse('a doubled quantifier');
    const [text, sign, least] = match;
    if (least !== undefined)
      return { re2: text, least: Number(least), optional: Number(least) === 0 };
    return { re2: text, least: sign === '+' ? 1 : 0, optional: sign !== '+' };
  };

  const atom = (optional: boolean): { re2: string; length: number } => {
    if (peek('(')) return group(optional);
    if (peek('[')) return { re2: characterClass(), length: 1 };
    if (peek('\\')) return escape(false);
    if (take(/\^/)) return { re2: '^', length: 0 };
    if (take(/\$/)) {
      anchoredEnd = true;
      return { re2: '$', length: 0 };
    }
    if (take(/\./)) return { re2: '.', length: 1 };
    const literal = take(/[^*+?{}\])]/) ?? refuse(`${pattern[position]}`);
    return { re2: literal[0], length: 1 };
  };

  function group(optional: boolean): { re2: string; length: number } {
    const [head, name] = take(/\((?:\?:|\?<([A-Za-z][A-Za-z0-9]*)>)?/) ?? refuse('an open group');
    if (peek('?')) return refuse('a look-around or a flag inside');
    const captures = head !== '(?:';
    const number = groups.length;
    if (captures) groups.push({ minLength: 0, optional });
    const inner = alternatives(optional);
    if (!take(/\)/)) return refuse('an open group');
    if (captures) groups[number] = { minLength: inner.length, optional };
    const open = name === undefined ? head : `(?P<${name}>`;
    return { re2: `${open}${inner.re2})`, length: inner.length };
  }

  const sequence = (optional: boolean): { re2: string; length: number } => {
    let re2 = '';
    let length = 0;
    while (position < pattern.length && !peek('|') && !peek(')')) {
      const before = groups.length;
      const piece = atom(optional);
      const times = quantifier();
      // A group that may be left out takes those within it with it.
      if (times.optional) {
        for (let index = before; index < groups.length; index += 1) groups[index].optional = true;
      }
      re2 += piece.re2 + times.re2;
      length += piece.length * times.least;
    }
    return { re2, length };
  };

  function alternatives(optional: boolean): { re2: string; length: number } {
    const before = groups.length;
    const first = sequence(optional);
    const all = [first];
    while (take(/\|/)) all.push(sequence(true));
    if (all.length > 1) {
      for (let index = before; index < groups.length; index += 1) groups[index].optional = true;
    }
    return {
      re2: all.map(({ re2 }) => re2).join('|'),
      length: Math.min(...all.map(({ length }) => length)),
    };
  }

  const flags = take(/\(\?([is]{1,2})\)/)?.[0] ?? '';
  const whole = alternatives(false);
  if (position < pattern.length) refuse(`${pattern[position]}`);
  groups[0] = { minLength: whole.length, optional: false };
  return { re2: flags + whole.re2, groups, anchoredEnd };
}
