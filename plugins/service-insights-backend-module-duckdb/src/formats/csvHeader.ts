import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

/**
 * The names in a CSV file's header line, empty when the file has none. A name that comes again, or is empty, is called
 * by its place, so that every column has one.
 */
export async function csvHeader(
  path: string,
  options: { delimiter: string; quote: string; skipLines: number; encoding: 'utf-8' | 'latin-1' },
): Promise<string[]> {
  const line = await readLine(path, options.skipLines, options.encoding);
  if (line === undefined || line.trim() === '') return [];
  const seen = new Set<string>();
  return split(line, options).map((name, index) => {
    const unique = name === '' || seen.has(name.toLowerCase()) ? `column${index + 1}` : name;
    seen.add(unique.toLowerCase());
    return unique;
  });
}

async function readLine(
  path: string,
  index: number,
  encoding: 'utf-8' | 'latin-1',
): Promise<string | undefined> {
  const bytes = createReadStream(path);
  const input = path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  input.setEncoding(encoding === 'latin-1' ? 'latin1' : 'utf8');
  bytes.on('error', error => input.destroy(error));
  try {
    let at = 0;
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      if (at === index) return line.replace(/^\uFEFF/, '');
      at += 1;
    }
    return undefined;
  } finally {
    bytes.destroy();
    input.destroy();
  }
}

function split(line: string, { delimiter, quote }: { delimiter: string; quote: string }): string[] {
  if (quote === '') return line.split(delimiter);
  const fields: string[] = [];
  for (let at = 0; at <= line.length;) {
    const quoted = line.startsWith(quote, at);
    let end = at;
    if (quoted) {
      end = at + 1;
      while (end < line.length && (line[end] !== quote || line[end + 1] === quote)) {
        end += line[end] === quote ? 2 : 1;
      }
    }
    const next = line.indexOf(delimiter, end);
    const stop = next < 0 ? line.length : next;
    fields.push(
      quoted ? line.slice(at + 1, end).replaceAll(quote + quote, quote) : line.slice(at, stop),
    );
    at = stop + delimiter.length;
  }
  return fields;
}
