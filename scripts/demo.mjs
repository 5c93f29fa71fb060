import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stringify } from 'yaml';
import { startAthena } from './athena.mjs';
import { buildApp } from './buildApp.mjs';
import { demoStates, makeLake } from './demoStates.mjs';
import { root } from './root.mjs';
import { startChild } from './startChild.mjs';
import { writeSampleData } from './writeSampleData.mjs';

/**
 * Starts the demo portal: builds the app and writes the sample data where they are missing or old, starts the backend,
 * and waits until every day is published.
 *
 * @param {{ port: number, directory: string, engine?: 'duckdb' | 'athena', state?: string,
 *   log: (line: string) => void, signal?: AbortSignal }} options - `directory` keeps logs, rollups and the portal's
 *   database between starts; `engine` reads the events: the embedded one unless it says otherwise; `state`: one of
 *   `demoStates`, which has a lake and a database of its own; `signal` stops the portal while it starts
 * @returns {Promise<{ url: string, exited: Promise<number>, stop: () => Promise<void> }>}
 */
export async function startDemo({ port, directory, engine = 'duckdb', state, log, signal }) {
  const host = process.env.HOST ?? '127.0.0.1';
  await assertFree(port, host);
  const data = join(directory, 'data');
  await mkdir(data, { recursive: true });
  await Promise.all([buildApp(log), writeSampleData(data, log)]);
  signal?.throwIfAborted();
  const portal = { port, host, log, signal };
  return state === undefined
    ? startPortal({ ...portal, directory, engine, isReady: published(data) })
    : startInState(state, { ...portal, directory: join(directory, 'states', state) }, data);
}

/** Starts a portal as it was before, where a state needs that, and then as it is in the state. */
async function startInState(name, portal, sampleData) {
  const { before, afterwards, ...state } = demoStates[name];
  const lake = join(portal.directory, 'data');
  const startWith = async ({ config = {}, engine, ...lakeOfState }, isReady) => {
    await makeLake(sampleData, lake, lakeOfState);
    const configFile = join(portal.directory, 'app-config.yaml');
    await writeFile(configFile, stringify(config));
    return startPortal({ ...portal, configFile, engine, isReady });
  };
  if (before !== undefined) {
    const earlier = await startWith(before, published(lake));
    await earlier.stop();
  }
  const isReady = saysOfItself(state.status);
  if (before !== undefined || state.config !== undefined) return startWith(state, isReady);
  return startWith(state, async (...asking) => {
    await published(lake)(...asking);
    if (afterwards !== undefined) await makeLake(sampleData, lake, afterwards);
    await isReady(...asking);
  });
}

async function startPortal({ port, host, directory, engine, configFile, isReady, log, signal }) {
  const athena =
    engine === 'athena'
      ? await startAthena({
          data: join(directory, 'data'),
          directory: join(directory, 'athena'),
          log,
        })
      : undefined;
  signal?.throwIfAborted();
  log('Portal: starting');
  const portal = runBackend({ port, host, directory, configFile, athena, log });
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
    await Promise.race([isReady(url, log, watching.signal), ended]).finally(() => watching.abort());
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
function runBackend({ port, host, directory, configFile, athena, log }) {
  const main = join(root, 'packages/backend/src/index.ts');
  const configs = [
    join(root, 'app-config.yaml'),
    ...(athena ? [join(root, 'app-config.athena.yaml')] : []),
    ...(configFile ? [configFile] : []),
  ];
  return startChild([main, ...configs.flatMap(file => ['--config', file])], {
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

/** Resolves when every day that is in a folder is published. */
function published(data) {
  return async (url, log, signal) => {
    const written = (await readdir(data, { recursive: true }))
      .map(name => /day=([-\d]+)$/.exec(name)?.[1])
      .filter(day => day !== undefined);
    const total = written.length;
    const last = written.sort().at(-1);
    let said = 0;
    await asked(url, signal, async token => {
      const answer = await datasets(url, token);
      if (answer === undefined) return false;
      const done = answer.reduce((sum, { days }) => sum + days.published, 0);
      if (done >= said + 40 || (done >= total && done > said)) {
        log(`Rollups: ${done} of ${total} days published`);
        said = done;
      }
      return done >= total && answer.every(({ dataThrough }) => dataThrough >= last);
    });
  };
}

/** Resolves when the portal says of its numbers that they are in a state. */
function saysOfItself(status) {
  return async (url, log, signal) => {
    let said;
    await asked(url, signal, async token => {
      const meta = await envelopeOf(url, token);
      if (meta !== undefined && meta.status !== said) {
        said = meta.status;
        log(`Numbers: ${[said, ...meta.also].join(', ')}`);
      }
      return said === status;
    });
  };
}

/** Asks until the answer is yes. Nothing listens in the first seconds. */
async function asked(url, signal, isSo) {
  let token;
  while (!signal.aborted) {
    token ??= await guestToken(url).catch(() => undefined);
    if (token !== undefined && (await isSo(token))) return;
    await wait(token === undefined ? 250 : 1_000);
  }
}

async function datasets(url, token) {
  const response = await fetch(`${url}/api/service-insights/v1/datasets`, {
    headers: { authorization: `Bearer ${token}` },
  }).catch(() => undefined);
  return response?.ok ? (await response.json()).datasets : undefined;
}

async function envelopeOf(url, token) {
  const response = await fetch(
    `${url}/api/service-insights/v1/entities/component/default/order-api/overview`,
    { headers: { authorization: `Bearer ${token}` } },
  ).catch(() => undefined);
  return response?.ok ? (await response.json()).meta : undefined;
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
