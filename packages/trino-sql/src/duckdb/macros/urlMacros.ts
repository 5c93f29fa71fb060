import { macroOf, typedMacro } from './typedMacro';

/** The addresses that are read: a scheme with a host, or a path; every percent sign with its two digits. */
const character = `[A-Za-z0-9._~!$&()*+,;=:@-]|''|%[0-9A-Fa-f]{2}`;
const octet = '(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])';
const host = `(([A-Za-z0-9]+(-+[A-Za-z0-9]+)*\\.)*[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?|${octet}(\\.${octet}){3})`;
const address = `[A-Za-z][A-Za-z0-9+.-]*://${host}(:[0-9]{1,5})?(/(${character}|/)*)?|(/((${character})(${character}|/)*)?)?`;
const uri = `regexp_full_match(a, '(${address})(\\?(${character}|[/?\\[\\]])*)?(#(${character}|[/?])*)?')`;
/** What Java's URI never takes, so that the answer is NULL. */
const broken = `regexp_matches(a, '[\\x00-\\x20"<>\\\\^\`{|}]|%([^0-9A-Fa-f]|.[^0-9A-Fa-f]|.?$)')`;
const decoded = (text: string) => `url_decode(${text})`;

function part(name: string, body: string): string {
  return macroOf(
    `trino_${name}`,
    ['VARCHAR'],
    `(CASE WHEN a IS NULL THEN NULL WHEN ${uri} THEN ${body} WHEN ${broken} THEN NULL ELSE error('${name} of an uncommon URL: engines may read it differently') END)`,
  );
}

const head = '^([A-Za-z][A-Za-z0-9+.-]*:)?(//[^/?#]*)?';

/** Parts of URLs. */
export const urlMacros: readonly string[] = [
  part('url_extract_protocol', `regexp_extract(a, '^([A-Za-z][A-Za-z0-9+.-]*):', 1)`),
  part('url_extract_host', `regexp_extract(a, '^(?:[A-Za-z][A-Za-z0-9+.-]*:)?//([^/?#:]*)', 1)`),
  part('url_extract_path', decoded(`regexp_extract(a, '${head}([^?#]*)', 3)`)),
  part('url_extract_query', decoded(`regexp_extract(a, '^[^?#]*\\?([^#]*)', 1)`)),
  part('url_extract_fragment', decoded(`regexp_extract(a, '^[^#]*#(.*)$', 1)`)),
  typedMacro('trino_url_extract_parameter', [
    {
      parameters: 'a VARCHAR, k VARCHAR',
      body: `(CASE WHEN a IS NULL THEN NULL WHEN ${uri} THEN url_decode(replace(list_filter(string_split(regexp_extract(a, '^[^?#]*\\?([^#]*)', 1), '&'), lambda x: x = k OR starts_with(x, k || '='))[1][length(k) + 2:], '+', ' ')) WHEN ${broken} THEN NULL ELSE error('url_extract_parameter of an uncommon URL: engines may read it differently') END)`,
    },
  ]),
  macroOf(
    'trino_url_decode',
    ['VARCHAR'],
    `(CASE WHEN regexp_matches(a, '%([^0-9A-Fa-f]|.[^0-9A-Fa-f]|.?$)') THEN error('Illegal escape in url_decode: ' || a) ELSE url_decode(replace(a, '+', ' ')) END)`,
  ),
];
