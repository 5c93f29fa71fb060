import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import knexFactory, { type Knex } from 'knex';
import { migrate } from './database/openDatabase';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const directory = resolvePackagePath('backstage-plugin-service-insights-backend', 'migrations');

const publishedDay = {
  dataset_id: 'requests',
  version: 1,
  day: '2026-03-14',
  state: 'complete',
  run_id: '00000000-0000-4000-8000-000000000000',
  calls: 1,
  result_rows: 1,
  bytes_scanned: 1,
  duplicate_events: 0,
  unmapped_events: 0,
  checksum: '',
  published_at: 0,
};

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

  it('keep what is counted when malformed events become unknown, and when they are no more', async () => {
    const knex = await databases.init(databaseId);
    await knex.migrate.latest({ directory });
    for (const malformed of [7, null]) {
      const day = { ...publishedDay, source: String(malformed), malformed_events: malformed };
      await knex('dataset_days').insert(day);
    }
    const counted = () => knex('dataset_days').orderBy('source').pluck('malformed_events');
    const name = '20261121121001_day_quality.js';
    await knex.migrate.down({ directory, name });
    expect(await counted()).toEqual([7, 0]);
    const unknown = () => knex('dataset_days').update({ malformed_events: null });
    const message = expect.stringMatching(/null/i);
    await expect(unknown()).rejects.toMatchObject({ message });
    await knex.migrate.up({ directory, name });
    expect(await counted()).toEqual([7, 0]);
    await unknown();
    expect(await counted()).toEqual([null, null]);
  });
});

const onPostgres = databases.supports('POSTGRES_18') ? it : it.skip;

onPostgres('are made once by replicas that start at the same moment', startTogether);

async function startTogether() {
  const knex = await databases.init('POSTGRES_18');
  const replicas = Array.from({ length: 4 }, () => knexFactory(knex.client.config));
  await Promise.all(replicas.map(migrate));
  const names: string[] = await knex('knex_migrations').pluck('name');
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(0);
  await Promise.all(replicas.map(replica => replica.destroy()));
}

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
