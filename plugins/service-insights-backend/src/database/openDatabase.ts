import { resolvePackagePath, type DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/**
 * The plugin's database, with its tables made or brought up to date.
 *
 * @throws Error when the database is none of those that are supported
 */
export async function openDatabase(database: DatabaseService): Promise<Knex> {
  const knex = await database.getClient();
  await prepareDatabase(knex);
  if (!database.migrations?.skip) await migrate(knex);
  return knex;
}

/**
 * Brings the tables up to date: all of it or nothing, whenever the process ends. Replicas that start at once take turns,
 * and the later ones find it done.
 */
export async function migrate(knex: Knex): Promise<void> {
  await knex.transaction(async tx => {
    if (knex.client.config.client === 'pg') {
      await tx.raw(
        "SELECT pg_advisory_xact_lock(hashtext('service-insights'), hashtext('migrations'))",
      );
    }
    await tx.migrate.latest({
      directory: resolvePackagePath('backstage-plugin-service-insights-backend', 'migrations'),
    });
  });
}

/** Publishing is many small transactions; with SQLite's own defaults each would wait for the disk twice. */
async function prepareDatabase(knex: Knex): Promise<void> {
  switch (knex.client.config.client) {
    case 'pg':
      return;
    case 'better-sqlite3':
      await knex.raw('PRAGMA journal_mode = WAL');
      await knex.raw('PRAGMA synchronous = NORMAL');
      return;
    default:
      throw new Error(
        `Service insights supports the databases pg and better-sqlite3, not ${knex.client.config.client}`,
      );
  }
}
