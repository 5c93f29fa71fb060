import { namedGroups } from './namedGroups';

describe('namedGroups', () => {
  it('names groups in order, and writes them for RE2', () => {
    expect(namedGroups('(?<ip>\\S+) \\((?:x|[(]y)\\) (?P<status>\\d+)')).toEqual({
      names: ['ip', 'status'],
      re2: '(?P<ip>\\S+) \\((?:x|[(]y)\\) (?P<status>\\d+)',
    });
  });

  it.each([
    ['(\\d+) (?<a>x)', 'must name every group'],
    ['\\d+', 'must have a named group'],
    ['(?<a>x)(?<A>y)', 'must not name two groups alike'],
    ['(?<a>x)(?<!y)', 'must not look ahead or behind'],
  ])('refuses %s', (pattern, problem) => {
    expect(namedGroups(pattern).problem).toContain(problem);
  });
});
