import type { Ask, FileColumn } from './FileFormat';

/** The columns of a query. */
export async function described(ask: Ask, query: string): Promise<FileColumn[]> {
  const rows = await ask(`DESCRIBE ${query}`);
  return rows.map(row => ({ name: String(row.column_name), type: String(row.column_type) }));
}
