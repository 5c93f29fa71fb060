import { join } from 'node:path';
import { startDemo } from './demo.mjs';
import { freePort } from './freePort.mjs';
import { root } from './root.mjs';

/**
 * A demo portal for a script that looks at one: the one DEMO_URL names (with its data in DEMO_DIR), or one of the
 * script's own on a free port, whose data is kept for the next time.
 *
 * @param {(line: string) => void} log
 * @param {string} [state] - one of `demoStates`: always a demo of the script's own
 * @returns {Promise<{ url: string, directory: string, stop: () => Promise<void> }>}
 */
export async function openDemo(log, state) {
  const { DEMO_URL: url, DEMO_DIR } = process.env;
  if (url && !state) {
    const directory = DEMO_DIR ?? join(root, '.demo');
    return { url: url.replace(/\/$/, ''), directory, stop: async () => {} };
  }
  // A folder of its own: SQLite is not shared with a demo that may be running.
  const directory = DEMO_DIR ?? join(root, '.demo/tests');
  return { directory, ...(await startDemo({ port: await freePort(), directory, state, log })) };
}
