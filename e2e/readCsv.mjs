/**
 * Reads RFC 4180, as a spreadsheet does.
 *
 * @returns {Record<string, string>[]} a record per line, by the names of the first
 */
export function readCsv(text) {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)];
  const lines = [[]];
  for (const [, quoted, plain, end] of cells) {
    lines.at(-1).push(quoted === undefined ? plain : quoted.replace(/""/g, '"'));
    if (end === '\r\n') lines.push([]);
    if (end === '') break;
  }
  const [names, ...rows] = lines.filter(line => line.length > 1 || line[0]);
  return rows.map(row => Object.fromEntries(names.map((name, i) => [name, row[i]])));
}
