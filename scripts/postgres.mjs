import { rmSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
 * @param {Record<string, string>} settings - of the server, besides or in place of the usual ones
 * @returns its connection string, a function that crashes it as `pg_ctl stop -m immediate` does, one that starts it
 *   again, and one that stops it and deletes its data
 */
export async function startPostgres(settings = {}) {
  const parent = await mkdtemp(join(tmpdir(), 'service-insights-pg-'));
  // The library stops its servers on Ctrl-C by itself, and then ends the process before anyone else has tidied up.
  process.once('exit', () => rmSync(parent, { recursive: true, force: true }));
  // The user that root hands the server to must be able to reach the folder.
  await chmod(parent, 0o755);
  const EmbeddedPostgres = await loadPostgres(parent);
  const port = await freePort();
  const log = [];
  const databaseDir = join(parent, 'data');
  const server = new EmbeddedPostgres({
    databaseDir,
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    // PostgreSQL refuses to run as root: the library then makes and takes an ordinary user.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: Object.entries({ ...flags, ...settings }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]),
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
    async crash() {
      const pid = Number(
        (await readFile(join(databaseDir, 'postmaster.pid'), 'utf8')).split('\n')[0],
      );
      process.kill(pid, 'SIGQUIT');
      while (isAlive(pid)) await sleep(10);
    },
    start: () => server.start(),
    async stop() {
      await server.stop();
      await rm(parent, { recursive: true, force: true });
    },
  };
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
