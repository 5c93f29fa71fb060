import { randomBytes } from 'node:crypto';
import type { JsonObject } from '@backstage/types';
import { isoDurationMs, startOfDay, toDay } from 'backstage-plugin-service-insights-common';
import type { RealCase } from './RealCase';

const dayMs = 86_400_000;

/**
 * The configuration of a portal that serves one case: guests may sign in, nothing outlives the process, and the clock
 * stands a day after the last expected day is complete.
 *
 * @param realCase - what is served
 * @param options - `directory`: where the data is; `port`: where to listen on 127.0.0.1
 */
export function portalConfig(
  realCase: RealCase,
  options: { directory: string; port: number },
): JsonObject {
  const baseUrl = `http://127.0.0.1:${options.port}`;
  const engines = engineNames(realCase);
  const engine = { duckdb: { ...realCase.engine, directory: options.directory } };
  return {
    app: { baseUrl },
    backend: {
      baseUrl,
      listen: { host: '127.0.0.1', port: options.port },
      database: { client: 'better-sqlite3', connection: ':memory:' },
    },
    // A guest is let in because this portal lives for the length of a test, on this machine's own address only.
    auth: { providers: { guest: { dangerouslyAllowOutsideDevelopment: true } } },
    catalog: { processingInterval: { hours: 1 } },
    serviceInsights: {
      definitions: [realCase.definitionFile],
      defaultEngine: engines[0],
      asOf: new Date(asOfMs(realCase)).toISOString(),
      customers: { hashKey: randomBytes(32).toString('hex') },
      engines: Object.fromEntries(engines.map(name => [name, engine])),
    },
  };
}

/** The engines the definitions name; all read the same directory. */
function engineNames({ datasets }: RealCase): string[] {
  const named = datasets.flatMap(({ sources }) => sources?.map(({ engine }) => engine) ?? []);
  return named.length > 0 ? [...new Set(named)] : ['lake'];
}

/** A day after the last expected day may be called complete. */
function asOfMs({ datasets, expectations }: RealCase): number {
  const lastDay = expectations.reduce((latest, { to }) => (to > latest ? to : latest), '');
  const lagMs = Math.max(...datasets.map(({ lag }) => isoDurationMs(lag)));
  return startOfDay(toDay(lastDay)) + dayMs + lagMs + dayMs;
}
