/**
 * The groups of a regular expression by name, in order, and the expression as RE2 takes it.
 *
 * Every group must be named or non-capturing: a column needs a name.
 *
 * @returns `problem` when the pattern cannot be used
 */
export function namedGroups(pattern: string): {
  names: string[];
  re2: string;
  problem?: string;
} {
  const names: string[] = [];
  let unnamed = false;
  // Skips escaped characters and character classes, where a bracket opens nothing.
  const re2 = pattern.replace(
    /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\((\?P?<([A-Za-z_]\w*)>|\?)?/g,
    (token, opening: string | undefined, name: string | undefined) => {
      if (name) {
        names.push(name);
        return `(?P<${name}>`;
      }
      if (token === '(' && opening === undefined) unnamed = true;
      return token;
    },
  );
  if (/\(\?<?[=!]/.test(pattern)) {
    return { names, re2, problem: 'must not look ahead or behind: the engine cannot' };
  }
  if (names.length === 0) {
    return { names, re2, problem: 'must have a named group for each column, as (?<status>\\d+)' };
  }
  if (new Set(names.map(name => name.toLowerCase())).size < names.length) {
    return { names, re2, problem: 'must not name two groups alike' };
  }
  if (unnamed) {
    return { names, re2, problem: 'must name every group, or make it (?: … )' };
  }
  return { names, re2 };
}
