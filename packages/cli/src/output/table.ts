import Table from 'cli-table3';

/** Rows under a head, in columns without lines. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const borders = ['top', 'bottom', 'left', 'right', 'mid', 'middle'];
  const corners = ['top-mid', 'top-left', 'top-right', 'bottom-mid', 'bottom-left', 'bottom-right'];
  const sides = ['left-mid', 'mid-mid', 'right-mid'];
  const drawn = new Table({
    head: [...head],
    chars: {
      ...Object.fromEntries([...borders, ...corners, ...sides].map(name => [name, ''])),
      middle: '  ',
    },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) drawn.push([...row]);
  return drawn
    .toString()
    .split('\n')
    .map(line => line.trimEnd());
}
