import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify, parse } from 'yaml';
import { freePort } from './freePort.mjs';
import { root } from './root.mjs';
import { startChild } from './startChild.mjs';

/** How much faster than Athena queries run: a backfill of a year should not take the demo minutes. */
const speed = 20;

/** As a workgroup of an account would be: it says where results go, and stops a query that reads too much. */
const workgroups = {
  'service-insights': {
    outputLocation: 's3://service-insights-results/demo/',
    enforceConfiguration: true,
    bytesScannedCutoffPerQuery: 1_000_000_000,
  },
};

/**
 * Starts a server that speaks Athena's protocol over the demo's data, on a free port of 127.0.0.1. Its tables are those
 * that app-config.yaml declares for the embedded engine.
 *
 * @param {{ data: string, directory: string, log: (line: string) => void }} options - `directory` gets its
 *   configuration and its log
 * @returns {Promise<{ endpoint: string, stop: () => Promise<void> }>}
 */
export async function startAthena({ data, directory, log }) {
  await mkdir(directory, { recursive: true });
  const config = parse(await readFile(join(root, 'app-config.yaml'), 'utf8'));
  const { tables } = config.serviceInsights.engines.lake.duckdb;
  const file = join(directory, 'athena-local.yaml');
  await writeFile(file, stringify({ directory: data, tables, workgroups }));

  const logFile = join(directory, 'athena-local.log');
  const port = String(await freePort());
  const main = join(root, 'packages/athena-local/bin/athena-local.cjs');
  const args = [main, '--tables', file, '--port', port, '--speed', String(speed)];
  let onEndpoint;
  const endpoint = new Promise(resolve => (onEndpoint = resolve));
  const server = startChild(args, {
    logFile,
    onLine: line => {
      const match = /at (http:\S+)$/.exec(line);
      if (match) onEndpoint(match[1]);
    },
  });
  const ended = server.exited.then(() => {
    throw new Error(`athena-local did not start; see ${logFile}`);
  });
  const found = await Promise.race([endpoint, ended]);
  ended.catch(() => {});
  log(`Athena: athena-local answers at ${found}, ${speed} times as fast`);
  return { endpoint: found, stop: server.stop };
}
