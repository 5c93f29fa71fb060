import { mkdir, readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startAthena } from './athena.mjs';
import { buildApp } from './buildApp.mjs';
import { root } from './root.mjs';
import { startChild } from './startChild.mjs';
import { writeSampleData, yesterday } from './writeSampleData.mjs';

/**
 * Starts the demo portal: builds the app and writes the sample data where they are missing or old, starts the backend,
 * and waits until every day is published.
 *
 * @param {{ port: number, directory: string, engine?: 'duckdb' | 'athena', log: (line: string) => void,
 *   signal?: AbortSignal }} options - `directory` keeps logs, rollups and the portal's database between starts;
 *   `engine` reads the events: the embedded one unless it says otherwise; `signal` stops the portal while it starts
 * @returns {Promise<{ url: string, exited: Promise<number>, stop: () => Promise<void> }>}
 */
export async function startDemo({ port, directory, engine = 'duckdb', log, signal }) {
  const host = process.env.HOST ?? '127.0.0.1';
  await assertFree(port, host);
  const data = join(directory, 'data');
  await mkdir(data, { recursive: true });
  await Promise.all([buildApp(log), writeSampleData(data, log)]);
  signal?.throwIfAborted();
  const athena =
    engine === 'athena'
      ? await startAthena({ data, directory: join(directory, 'athena'), log })
      : undefined;
  signal?.throwIfAborted();
  log('Portal: starting');
  const portal = startPortal({ port, host, directory, athena, log });
  const stop = async () => {
    await portal.stop();
    await athena?.stop();
  };
  signal?.addEventListener('abort', stop);
  const url = `http://localhost:${port}`;
  try {
    const ended = portal.exited.then(code => {
      throw new Error(`The portal ended with code ${code}; see ${logFileOf(directory, athena)}`);
    });
    const watching = new AbortController();
    await Promise.race([published(url, data, log, watching.signal), ended]).finally(() =>
      watching.abort(),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, exited: portal.exited, stop };
}

/** Says it in words, before anything is built. */
function assertFree(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', () =>
      reject(new Error(`Port ${port} is taken. Choose another one, as in: PORT=7107 npm start`)),
    );
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

/** Runs the backend as it runs in production, but for its database. Its whole log goes to a file. */
function startPortal({ port, host, directory, athena, log }) {
  const main = join(root, 'packages/backend/src/index.ts');
  const configs = ['app-config.yaml', ...(athena ? ['app-config.athena.yaml'] : [])];
  return startChild([main, ...configs.flatMap(file => ['--config', join(root, file)])], {
    env: {
      NODE_ENV: 'production',
      PORT: String(port),
      HOST: host,
      DEMO_DIR: directory,
      ...(athena ? { ATHENA_ENDPOINT: athena.endpoint } : {}),
    },
    logFile: logFileOf(directory, athena),
    onLine: line => {
      const said = worthSaying(line);
      if (said !== undefined) log(said);
    },
  });
}

function logFileOf(directory, athena) {
  return join(directory, athena ? 'athena/portal.log' : 'portal.log');
}

/** What every plugin warns of in production, and what a demo is: reached by its own machine only. */
const expected = 'backend.baseUrl is set to a localhost URL';

/** Problems; not what every plugin says at its start. */
function worthSaying(line) {
  try {
    const { level, plugin, message } = JSON.parse(line);
    if (level !== 'error' && level !== 'warn') return undefined;
    if (message.startsWith(expected)) return undefined;
    return `${plugin ?? 'portal'} ${level}: ${message}`;
  } catch {
    return undefined;
  }
}

/** Resolves when as many days are published as there are in the folder, through yesterday. */
async function published(url, data, log, signal) {
  const written = await readdir(data, { recursive: true });
  const total = written.filter(name => /day=[-\d]+$/.test(name)).length;
  let said = 0;
  let token;
  while (!signal.aborted) {
    // Nothing listens in the first seconds.
    token ??= await guestToken(url).catch(() => undefined);
    const answer = token === undefined ? undefined : await datasets(url, token);
    if (answer !== undefined) {
      const done = answer.reduce((sum, { days }) => sum + days.published, 0);
      if (done >= said + 40 || (done >= total && done > said)) {
        log(`Rollups: ${done} of ${total} days published`);
        said = done;
      }
      const isThrough = answer.every(({ dataThrough }) => dataThrough >= yesterday());
      if (done >= total && isThrough) return;
    }
    await wait(answer === undefined ? 250 : 1_000);
  }
}

async function datasets(url, token) {
  const response = await fetch(`${url}/api/service-insights/v1/datasets`, {
    headers: { authorization: `Bearer ${token}` },
  }).catch(() => undefined);
  return response?.ok ? (await response.json()).datasets : undefined;
}

/**
 * Signs in as the guest.
 *
 * @param {string} url - the portal's
 * @returns {Promise<string>} a token for its API
 */
export async function guestToken(url) {
  const response = await fetch(`${url}/api/auth/guest/refresh`, {
    method: 'POST',
    headers: { 'x-requested-with': 'XMLHttpRequest' },
  });
  if (!response.ok) throw new Error(`Guests are refused: ${response.status}`);
  return (await response.json()).backstageIdentity.token;
}
