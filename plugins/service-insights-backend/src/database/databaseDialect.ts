import type { Knex } from 'knex';

/** What differs between the databases that are supported. */
export type DatabaseDialect = {
  /** The database's own clock in milliseconds: leases must not depend on the clocks of replicas. */
  nowMs: string;
  /** Rows of a JSON array that is given as one parameter: a bulk statement has one text, however many rows. */
  jsonRows(columns: Record<string, 'text' | 'integer'>): string;
  /** A text as what the tables keep ids in. */
  uuid(text: string): string;
  /** Lets several workers take different rows at the same time. */
  skipLocked: string;
  /** Keeps rows as they are until the transaction ends. */
  forUpdate: string;
  /** Whether the text of a column contains a parameter. */
  contains(column: string): string;
};

const sqlite: DatabaseDialect = {
  nowMs: "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
  jsonRows: columns => {
    const values = Object.keys(columns).map(name => `json_extract(value, '$.${name}') AS ${name}`);
    return `(SELECT ${values.join(', ')} FROM json_each(?)) AS given`;
  },
  uuid: text => text,
  skipLocked: '', // one writer at a time anyway
  forUpdate: '',
  contains: column => `instr(${column}, ?) > 0`,
};

const postgres: DatabaseDialect = {
  nowMs: 'CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)',
  jsonRows: columns => {
    const types = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
    return `jsonb_to_recordset(CAST(? AS jsonb)) AS given(${types.join(', ')})`;
  },
  uuid: text => `CAST(${text} AS uuid)`,
  skipLocked: 'FOR UPDATE SKIP LOCKED',
  forUpdate: 'FOR UPDATE',
  contains: column => `strpos(${column}, ?) > 0`,
};

/** The dialect of a client. */
export function databaseDialect(knex: Knex): DatabaseDialect {
  return isPostgres(knex) ? postgres : sqlite;
}

/**
 * Runs a statement and gives the rows it returns.
 */
export async function rowsOf<Row>(
  knex: Knex,
  sql: string,
  bindings: readonly Knex.RawBinding[],
): Promise<Row[]> {
  const result = await knex.raw(sql, [...bindings]);
  return isPostgres(knex) ? result.rows : result;
}

function isPostgres(knex: Knex): boolean {
  return knex.client.config.client === 'pg';
}
