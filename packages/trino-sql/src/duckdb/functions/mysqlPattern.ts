import { SqlRefused } from '../../SqlRefused';

/** Codes of `date_format`, as DuckDB's strftime writes them. */
const printed: Record<string, string> = {
  Y: '%Y',
  y: '%y',
  m: '%m',
  c: '%-m',
  d: '%d',
  e: '%-d',
  H: '%H',
  k: '%-H',
  h: '%I',
  I: '%I',
  l: '%-I',
  i: '%M',
  s: '%S',
  S: '%S',
  f: '%f',
  p: '%p',
  j: '%j',
  a: '%a',
  W: '%A',
  b: '%b',
  M: '%B',
  T: '%H:%M:%S',
  r: '%I:%M:%S %p',
  '%': '%%',
};

/** Codes of `date_parse` that both engines read alike. */
const parsed: Record<string, string> = {
  Y: '%Y',
  m: '%m',
  c: '%m',
  d: '%d',
  e: '%d',
  H: '%H',
  k: '%H',
  i: '%M',
  s: '%S',
  S: '%S',
  T: '%H:%M:%S',
  b: '%b',
};

function translate(form: string, format: string, codes: Record<string, string>): string {
  const text = format.replace(/%(.?)/gs, (code, letter: string) => {
    const known = codes[letter];
    if (known === undefined) {
      throw new SqlRefused(
        `${form} with ${code}`,
        `the codes are %${Object.keys(codes).join(', %')}`,
      );
    }
    return known;
  });
  return `'${text.replaceAll("'", "''")}'`;
}

/** `date_format(timestamp, format)` */
export function mysqlFormat(sql: string, format: string): string {
  return `strftime(${sql}, ${translate('date_format', format, printed)})`;
}

/** `date_parse(text, format)`: a text of another form is an error. */
export function mysqlParse(sql: string, format: string): string {
  for (const code of ['%Y', '%m']) {
    if (!format.includes(code) && !(code === '%m' && /%[cb]/.test(format))) {
      throw new SqlRefused(
        `date_parse without ${code}`,
        'engines fill in different years and months',
      );
    }
  }
  return `strptime(trino_unspaced(${sql}), ${translate('date_parse', format, parsed)})`;
}
