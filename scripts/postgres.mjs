import { rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './freePort.mjs';
import { loadPostgres } from './loadPostgres.mjs';

/** What a database that is thrown away can do without. */
const flags = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};

/**
 * Starts a real PostgreSQL on a free port of 127.0.0.1, with its data in a folder of its own.
 *
 * @returns its connection string, and a function that stops it and deletes its data
 */
export async function startPostgres() {
  const parent = await mkdtemp(join(tmpdir(), 'service-insights-pg-'));
  // The library stops its servers on Ctrl-C by itself, and then ends the process before anyone else has tidied up.
  process.once('exit', () => rmSync(parent, { recursive: true, force: true }));
  // The user that root hands the server to must be able to reach the folder.
  await chmod(parent, 0o755);
  const EmbeddedPostgres = await loadPostgres(parent);
  const port = await freePort();
  const log = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(parent, 'data'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    // PostgreSQL refuses to run as root: the library then makes and takes an ordinary user.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: message => log.push(String(message)),
    onError: message => log.push(String(message)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await rm(parent, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start: ${error ?? ''}\n${log.join('')}`);
  }
  return {
    connectionString: `postgresql://postgres:postgres@127.0.0.1:${port}`,
    async stop() {
      await server.stop();
      await rm(parent, { recursive: true, force: true });
    },
  };
}
