import type { Column } from '../config/tableOptions';
import { quoteName, quoteText } from '../sandbox/sqlText';
import { described } from './described';
import { once } from './once';
import { fileColumn, type Ask, type FileColumn } from './FileFormat';

/**
 * A SELECT of the columns and {@link fileColumn} over JSON objects; what is no object is left out.
 *
 * @param objects - a SELECT of `json` and {@link fileColumn}
 */
export function jsonColumns(columns: readonly Column[], objects: string): string {
  const structure = Object.fromEntries(columns.map(({ from, type }) => [from, type]));
  const selected = columns.map(
    ({ name, from }) => `event[${quoteText(from)}] AS ${quoteName(name)}`,
  );
  return [
    `SELECT ${[...selected, fileColumn].join(', ')} FROM (`,
    `SELECT ${once(`json_transform(json, ${quoteText(JSON.stringify(structure))})`)} AS event, ${fileColumn}`,
    `FROM (${objects}) WHERE json_type(json) = 'OBJECT')`,
  ].join(' ');
}

/**
 * The fields of JSON objects. Every object is looked at, so that a rare field is a column too; types are those that
 * JSON has itself, and a field whose values differ in type is JSON.
 *
 * @param objects - a SELECT of `json`
 */
export async function jsonFields(ask: Ask, objects: string): Promise<FileColumn[]> {
  const [row] = await ask(
    `SELECT json_group_structure(json) AS structure FROM (${objects}) WHERE json_type(json) = 'OBJECT'`,
  );
  if (typeof row?.structure !== 'string') return [];
  const structure = JSON.stringify(JSON.parse(row.structure, widen));
  return described(ask, `SELECT unnest(json_transform('{}', ${quoteText(structure)}))`);
}

/**
 * A field that is always null may be anything; Trino has no unsigned integers. Names that differ in their case alone
 * cannot be fields of a row: such an object stays JSON, and of such columns the first is kept.
 */
function widen(key: string, type: unknown): unknown {
  if (type === 'NULL') return 'JSON';
  if (type === 'UBIGINT') return 'BIGINT';
  if (typeof type !== 'object' || type === null || Array.isArray(type)) return type;
  const names = new Set<string>();
  const distinct = Object.entries(type).filter(([name]) => {
    const known = names.has(name.toLowerCase());
    names.add(name.toLowerCase());
    return !known;
  });
  if (distinct.length === Object.keys(type).length) return type;
  return key === '' ? Object.fromEntries(distinct) : 'JSON';
}
