/**
 * What Athena takes a statement for: it decides on the header row of the result, the result file and the bill.
 *
 * @internal
 */
export type StatementKind =
  | {
      type: 'DML';
      subtype: 'SELECT' | 'EXPLAIN' | 'INSERT' | 'UPDATE' | 'DELETE' | 'MERGE' | 'UNLOAD';
    }
  | { type: 'DDL'; subtype: string }
  | { type: 'UTILITY'; subtype: string };

const dml = ['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'UNLOAD'] as const;

/** The kind of a statement by its first words, comments and white space skipped. */
export function classifyStatement(sql: string): StatementKind {
  const text = withoutLeadingComments(sql);
  const words = text.match(/[A-Za-z_]+/g)?.map(word => word.toUpperCase()) ?? [];
  const [first = '', second = ''] = words;
  if (text.startsWith('(') || ['SELECT', 'WITH', 'VALUES', 'TABLE'].includes(first)) {
    return { type: 'DML', subtype: 'SELECT' };
  }
  if (first === 'EXPLAIN') return { type: 'DML', subtype: 'EXPLAIN' };
  const writer = dml.find(word => word === first);
  if (writer) return { type: 'DML', subtype: writer };
  if (first === 'SHOW' || first === 'DESCRIBE' || first === 'DESC') {
    return { type: 'UTILITY', subtype: first === 'SHOW' ? `SHOW_${second}` : 'DESCRIBE_TABLE' };
  }
  if (first === 'CREATE' && second === 'TABLE' && /\bAS\s*\(?\s*(SELECT|WITH)\b/i.test(text)) {
    return { type: 'DDL', subtype: 'CREATE_TABLE_AS_SELECT' };
  }
  if (['CREATE', 'DROP', 'ALTER', 'MSCK', 'GRANT', 'REVOKE'].includes(first)) {
    return { type: 'DDL', subtype: `${first}_${second}` };
  }
  // Whatever it is, the grammar has the last word.
  return { type: 'DML', subtype: 'SELECT' };
}

/** A statement from its first word on. */
export function withoutLeadingComments(sql: string): string {
  return sql.replace(/^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/, '');
}
