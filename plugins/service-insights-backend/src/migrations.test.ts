import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import knexFactory, { type Knex } from 'knex';
import { migrate } from './database/openDatabase';

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

const onPostgres = databases.supports('POSTGRES_18') ? it : it.skip;

onPostgres('are made once by replicas that start at the same moment', async () => {
  const knex = await databases.init('POSTGRES_18');
  const replicas = Array.from({ length: 4 }, () => knexFactory(knex.client.config));
  await Promise.all(replicas.map(migrate));
  const names: string[] = await knex('knex_migrations').pluck('name');
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(0);
  await Promise.all(replicas.map(replica => replica.destroy()));
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
