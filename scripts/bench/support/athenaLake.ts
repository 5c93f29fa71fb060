import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAthenaLocal, type AthenaLocal, type AthenaLocalOptions } from 'athena-local';
import type { Engine } from 'backstage-plugin-service-insights-node';
import { localEngine } from '../../../plugins/service-insights-backend-module-athena/src/__testUtils__/localEngine';

/** A lake of JSON lines behind athena-local, and the engine that reads it through the AWS SDK. */
export type AthenaLake = {
  server: AthenaLocal;
  engine: Engine;
  close(): Promise<void>;
};

/**
 * Starts both.
 *
 * @param days - the days of `telemetry.events`, and the bytes of each at least
 */
export async function startAthenaLake(
  days: readonly { day: string; bytes: number }[],
  options: Partial<AthenaLocalOptions> = {},
  { callsPerSecond = 20, services = 4, resultReuseMinutes = 0 } = {},
): Promise<AthenaLake> {
  const directory = await mkdtemp(join(tmpdir(), 'service-insights-athena-'));
  for (const { day, bytes } of days) {
    await mkdir(join(directory, `events/day=${day}`), { recursive: true });
    await writeFile(join(directory, `events/day=${day}/part.json`), eventsOf(day, bytes, services));
  }
  const server = await startAthenaLocal({
    directory,
    tables: {
      'telemetry.events': {
        files: 'events/day=*/*.json',
        format: 'jsonl',
        columns: { ts: 'timestamp', service: 'varchar', customer: 'varchar', status: 'bigint' },
      },
    },
    workgroups: { insights: { outputLocation: 's3://results/insights/' } },
    ...options,
  });
  const engine = localEngine(server.endpoint, { resultReuseMinutes }, { callsPerSecond });
  return {
    server,
    engine,
    async close() {
      await engine.close();
      await server.close();
      await rm(directory, { recursive: true });
    },
  };
}

function eventsOf(day: string, bytes: number, services: number): string {
  const lines: string[] = [];
  for (let length = 0, n = 0; length < bytes; n += 1) {
    const hour = String(n % 24).padStart(2, '0');
    const line = JSON.stringify({
      ts: `${day} ${hour}:00:00`,
      service: `service-${n % services}`,
      customer: `customer-${n % 13}`,
      status: n % 17 === 0 ? 500 : 200,
    });
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join('\n');
}
