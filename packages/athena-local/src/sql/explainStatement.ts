/** What an EXPLAIN asks for that is answered here. */
export type ExplainStatement = { type: 'IO' | 'VALIDATE'; query: string };

/** Reads `EXPLAIN (TYPE IO, FORMAT JSON) …` and `EXPLAIN (TYPE VALIDATE) …`; nothing for any other EXPLAIN. */
export function explainStatement(sql: string): ExplainStatement | undefined {
  const match = /^EXPLAIN\s*\(([^)]*)\)\s*([\s\S]+)$/i.exec(sql);
  if (!match) return undefined;
  const [, optionList, query] = match;
  const options = new Map(
    optionList.split(',').map(option => {
      const [name = '', value = ''] = option.trim().toUpperCase().split(/\s+/);
      return [name, value];
    }),
  );
  const type = options.get('TYPE');
  if (type === 'VALIDATE') return { type, query };
  return type === 'IO' && options.get('FORMAT') === 'JSON' ? { type, query } : undefined;
}
