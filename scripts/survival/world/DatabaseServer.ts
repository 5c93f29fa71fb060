import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import knexFactory, { type Knex } from 'knex';
import { migrate } from '../../../plugins/service-insights-backend/src/database/openDatabase';
import { startPostgres } from '../../postgres.mjs';
import { historySchema } from './historySchema';

/** A PostgreSQL server that scenarios have a database each of. */
export type DatabaseServer = {
  /** Crashes the server and starts it again; nothing when the server is somebody else's. */
  crash: ((downMs: number) => Promise<void>) | undefined;
  /** A new database with the plugin's tables, and with the checker's history of them. */
  createDatabase(name: string): Promise<WatchedDatabase>;
  stop(): Promise<void>;
};

/** A scenario's database. */
export type WatchedDatabase = {
  connectionString: string;
  /** Asks until the database answers: it may be down at the moment. */
  rows<Row>(sql: string, bindings?: readonly Knex.RawBinding[]): Promise<Row[]>;
  close(): Promise<void>;
};

/** What a crash must not lose is on disk at commit; the machine itself does not crash, so nothing waits for fsync. */
const settings = { synchronous_commit: 'on' };

/** Starts the server that npm brought, or takes the one of `DATABASE_URL`. */
export async function openDatabaseServer(): Promise<DatabaseServer> {
  const given = process.env.DATABASE_URL;
  const server = given === undefined ? await startPostgres(settings) : undefined;
  const adminUrl = new URL(given ?? `${server?.connectionString}/postgres`);
  const mark = randomBytes(4).toString('hex');
  const created: string[] = [];
  return {
    crash:
      server &&
      (async downMs => {
        await server.crash();
        await sleep(downMs);
        await startAgain(server);
      }),
    async createDatabase(name) {
      const database = `survival_${mark}_${name}`;
      await asAdmin(adminUrl, admin => admin.raw('CREATE DATABASE ??', [database]));
      created.push(database);
      const url = new URL(adminUrl);
      url.pathname = `/${database}`;
      return watch(url.href);
    },
    async stop() {
      if (server) await server.stop();
      else await dropAll(adminUrl, created);
    },
  };
}

/** What is left of a crashed server's processes may hold its memory for a moment. */
async function startAgain(server: { start(): Promise<void> }): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await server.start();
      return;
    } catch (error) {
      if (tries === 20) throw new Error('PostgreSQL did not start again', { cause: error });
      await sleep(100);
    }
  }
}

async function watch(connectionString: string): Promise<WatchedDatabase> {
  const knex = connect(connectionString);
  await migrate(knex);
  await knex.raw(historySchema);
  return {
    connectionString,
    async rows(sql, bindings = []) {
      for (let tries = 1; ; tries += 1) {
        try {
          const { rows } = await knex.raw(sql, [...bindings]);
          return rows;
        } catch (error) {
          if (tries === 100) throw error;
          await sleep(100);
        }
      }
    },
    close: () => knex.destroy(),
  };
}

async function dropAll(adminUrl: URL, databases: readonly string[]): Promise<void> {
  for (const database of databases) {
    await asAdmin(adminUrl, admin =>
      admin.raw('DROP DATABASE IF EXISTS ?? WITH (FORCE)', [database]),
    );
  }
}

async function asAdmin(url: URL, work: (admin: Knex) => Promise<unknown>): Promise<void> {
  const admin = connect(url.href);
  try {
    await work(admin);
  } finally {
    await admin.destroy();
  }
}

function connect(connectionString: string): Knex {
  return knexFactory({
    client: 'pg',
    connection: { connectionString, application_name: 'checker' },
    pool: { min: 0, max: 3 },
    // Crashes are expected, and what they break is asked again.
    log: { warn: () => {}, error: () => {} },
  });
}
