import { typedMacro } from './typedMacro';

/** Trino reads broken JSON as far as it needs; DuckDB needs it whole. A text that is no JSON at all is NULL on both. */
function whole(body: string): string {
  return `(CASE WHEN a IS NULL THEN NULL WHEN json_valid(a) THEN ${body} WHEN regexp_matches(a, '^\\s*[{\\[]') THEN error('broken JSON: engines read it differently; keep it out with WHERE') ELSE NULL END)`;
}

const spelled = `error('a JSON number with a fraction keeps its own spelling in Trino; CAST it AS double')`;

/** Texts that hold JSON. */
export const jsonMacros: readonly string[] = [
  typedMacro('trino_json_scalar', [
    {
      parameters: 'a VARCHAR, p VARCHAR',
      body: whole(
        `(CASE json_type(a, p) WHEN 'OBJECT' THEN NULL WHEN 'ARRAY' THEN NULL WHEN 'DOUBLE' THEN ${spelled} WHEN 'BIGINT' THEN regexp_replace(json_extract_string(a, p), '^0$', '-0') ELSE json_extract_string(a, p) END)`,
      ),
    },
  ]),
  typedMacro('trino_json_number', [
    {
      parameters: 'a VARCHAR, p VARCHAR',
      body: whole(
        `(CASE WHEN json_type(a, p) IN ('OBJECT', 'ARRAY') THEN NULL ELSE json_extract_string(a, p) END)`,
      ),
    },
  ]),
  typedMacro('trino_json_extract', [
    { parameters: 'a VARCHAR, p VARCHAR', body: whole('json_extract(a, p)') },
  ]),
  typedMacro('trino_json_array_length', [
    {
      parameters: 'a VARCHAR',
      body: whole(
        `(CASE WHEN json_type(a) = 'ARRAY' THEN CAST(json_array_length(a) AS BIGINT) END)`,
      ),
    },
  ]),
  typedMacro('trino_json_size', [
    {
      parameters: 'a VARCHAR',
      body: `(CASE json_type(a) WHEN 'ARRAY' THEN CAST(json_array_length(a) AS BIGINT) WHEN 'OBJECT' THEN CAST(len(json_keys(a)) AS BIGINT) ELSE 0 * length(a) END)`,
    },
  ]),
];
