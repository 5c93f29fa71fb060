import { SqlRefused } from '../../SqlRefused';
import { expr, utc, type Expr } from '../Expr';

const printed: Record<string, string> = {
  y: '%Y',
  yyyy: '%Y',
  yy: '%y',
  M: '%-m',
  MM: '%m',
  MMM: '%b',
  MMMM: '%B',
  d: '%-d',
  dd: '%d',
  H: '%-H',
  HH: '%H',
  h: '%-I',
  hh: '%I',
  m: '%-M',
  mm: '%M',
  s: '%-S',
  ss: '%S',
  SSS: '%g',
  a: '%p',
  E: '%a',
  EEE: '%a',
  EEEE: '%A',
};

const parsed: Record<string, string> = {
  yyyy: '%Y',
  M: '%m',
  MM: '%m',
  MMM: '%b',
  d: '%d',
  dd: '%d',
  H: '%H',
  HH: '%H',
  m: '%M',
  mm: '%M',
  s: '%S',
  ss: '%S',
};

type Piece = { letters: string } | { text: string };

/** The pieces of a Joda pattern: runs of one letter, and texts. */
function pieces(pattern: string): Piece[] {
  const matches = pattern.match(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+|'/g) ?? [];
  return matches.map(piece => {
    if (/^[A-Za-z]/.test(piece)) return { letters: piece };
    if (piece === "'") throw new SqlRefused(`the pattern ${pattern}`, 'it has an open quote');
    if (piece === "''") return { text: "'" };
    return { text: piece.startsWith("'") ? piece.slice(1, -1).replaceAll("''", "'") : piece };
  });
}

function translate(form: string, all: readonly Piece[], codes: Record<string, string>): string {
  const text = all.map(piece => {
    if ('text' in piece) return piece.text.replaceAll('%', '%%');
    const known = codes[piece.letters];
    if (known === undefined) {
      throw new SqlRefused(
        `${form} with ${piece.letters}`,
        `the pattern letters are ${Object.keys(codes).join(', ')}`,
      );
    }
    return known;
  });
  return `'${text.join('').replaceAll("'", "''")}'`;
}

/** `format_datetime(timestamp, pattern)` */
export function jodaFormat(sql: string, pattern: string): string {
  return `strftime(${sql}, ${translate('format_datetime', pieces(pattern), printed)})`;
}

/** `parse_datetime(text, pattern)`: the zone is the text's own where the pattern ends with `Z`, UTC otherwise. */
export function jodaParse(value: Expr, pattern: string): Expr {
  const all = pieces(pattern);
  const letters = new Set(all.flatMap(piece => ('letters' in piece ? [piece.letters] : [])));
  if (!letters.has('yyyy') || !(letters.has('M') || letters.has('MM') || letters.has('MMM'))) {
    throw new SqlRefused('parse_datetime without year and month', 'write yyyy and MM');
  }
  const last = all.at(-1);
  const zoned = last !== undefined && 'letters' in last && last.letters === 'Z';
  const format = translate('parse_datetime', zoned ? all.slice(0, -1) : all, parsed);
  if (!zoned) {
    const sql = `timezone('UTC', strptime(trino_unspaced(${value.sql}), ${format}))`;
    return { ...expr('instant', sql, [value]), precision: 3, zone: utc };
  }
  const wall = `strptime(trino_before_offset(${value.sql}), ${format})`;
  return {
    ...expr('instant', `trino_minus_offset(${wall}, ${value.sql})`, [value]),
    precision: 3,
    zone: { type: 'written', wall, utcOnly: `trino_offset_utc(${wall}, ${value.sql})` },
  };
}
