/**
 * npm start: the demo portal on http://localhost:7007, or on PORT. Its data is kept in .demo/, or in DEMO_DIR.
 * DEMO_STATE=late npm start: the same in a state that is not all well; see demoStates.mjs.
 * npm run start:athena: the same, on Amazon Athena as athena-local plays it.
 */
import { join, resolve } from 'node:path';
import { startDemo } from './demo.mjs';
import { demoStates } from './demoStates.mjs';
import { root } from './root.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node 20.19 or newer is needed; this is ${process.versions.node}. Take 22 or 24.`);
  process.exit(1);
}

const state = process.env.DEMO_STATE || undefined;
if (state !== undefined && !(state in demoStates)) {
  console.error(`DEMO_STATE is one of ${Object.keys(demoStates).join(', ')}; this is ${state}.`);
  process.exit(1);
}

const startMs = Date.now();
const seconds = () => `${((Date.now() - startMs) / 1000).toFixed(0)} s`.padStart(5);
const log = line => console.log(`${seconds()}  ${line}`);

const stopping = new AbortController();
let demo;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    if (stopping.signal.aborted) return;
    log('Stopping');
    stopping.abort();
    if (demo === undefined) return;
    await demo.stop();
    process.exit(0);
  });
}

try {
  demo = await startDemo({
    port: Number(process.env.PORT ?? 7007),
    directory: resolve(process.env.DEMO_DIR ?? join(root, '.demo')),
    engine: process.argv[2] === 'athena' ? 'athena' : 'duckdb',
    state,
    log,
    signal: stopping.signal,
  });
  log('Ready');
  console.log(`
  Open  ${demo.url}/catalog/default/component/order-api
        an order service whose failures rose last week: the first card says where.

  Then  ${demo.url}/catalog/default/component/legacy-export   nobody calls it any more
        ${demo.url}/catalog/default/component/gift-cards      nobody adopted it
        ${demo.url}/catalog                                   all services

  Ctrl-C stops the portal. Its data stays in .demo/ for the next start.
`);
  const code = await demo.exited;
  if (!stopping.signal.aborted) process.exit(code);
} catch (error) {
  if (stopping.signal.aborted) process.exit(0);
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
