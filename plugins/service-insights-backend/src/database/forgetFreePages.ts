import type { Knex } from 'knex';

/**
 * Removes what was deleted from the files of the database, too. SQLite leaves it in free pages and in its log until
 * something else is written there; PostgreSQL's own vacuum does it by itself.
 */
export async function forgetFreePages(knex: Knex): Promise<void> {
  if (knex.client.config.client === 'pg') return;
  await knex.raw('VACUUM');
  await knex.raw('PRAGMA wal_checkpoint(TRUNCATE)');
}
