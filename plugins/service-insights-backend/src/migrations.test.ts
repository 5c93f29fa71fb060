import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const directory = resolvePackagePath('backstage-plugin-service-insights-backend', 'migrations');

describe.each(databases.eachSupportedId())('migrations on %s', databaseId => {
  it('make the tables, remove every trace of them, and make them again', async () => {
    const knex = await databases.init(databaseId);
    const before = await tablesOf(knex);

    await knex.migrate.latest({ directory });
    const made = await tablesOf(knex);
    expect(made).toEqual(
      expect.arrayContaining(['datasets', 'runs', 'dataset_days', 'service_days', 'customers']),
    );

    await knex.migrate.rollback({ directory }, true);
    expect((await tablesOf(knex)).filter(name => !name.startsWith('knex_'))).toEqual(before);

    await knex.migrate.latest({ directory });
    expect(await tablesOf(knex)).toEqual(made);
  });
});

async function tablesOf(knex: Knex): Promise<string[]> {
  const catalog =
    knex.client.config.client === 'pg'
      ? knex('pg_tables').where({ schemaname: 'public' }).pluck('tablename')
      : knex('sqlite_master')
          .where({ type: 'table' })
          .whereNot('name', 'like', 'sqlite_%')
          .pluck('name');
  return (await catalog).sort();
}
