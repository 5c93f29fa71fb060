import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import type { AthenaLocal } from 'athena-local';
import { requests } from './__testUtils__/requests';
import { serveRequests, requestsTable } from './__testUtils__/serveRequests';
import { startAthenaPortal } from './__testUtils__/startAthenaPortal';
import type { TestPortal } from './__testUtils__/startPortal';

jest.setTimeout(60_000);

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

/** Two lakes with the same events: in one the day is a partition, in the other a column like any other. */
const tables = {
  'telemetry.events': requestsTable,
  'telemetry.heap': {
    files: 'heap/*.json',
    format: 'jsonl',
    columns: { ...requestsTable.columns, day: 'varchar' },
  },
} as const;

describe('a portal on Athena', () => {
  let directory: string;
  let server: AthenaLocal | undefined;
  let portal: TestPortal | undefined;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'athena-start-'));
    const event = JSON.stringify({
      ts: `${yesterday} 10:00:00`,
      service: 'orders',
      day: yesterday,
    });
    for (const file of [`events/day=${yesterday}/a.json`, 'heap/a.json']) {
      await mkdir(dirname(join(directory, file)), { recursive: true });
      await writeFile(join(directory, file), `${event}\n`);
    }
  });
  afterEach(async () => {
    await portal?.stop();
    portal = undefined;
    await server?.close();
    server = undefined;
    await rm(directory, { recursive: true });
  });

  const serve = async (options: { port?: number; accessKeyIds?: string[] } = {}) =>
    serveRequests(directory, {
      tables,
      workgroups: {
        insights: { outputLocation: 's3://results/', bytesScannedCutoffPerQuery: 10_000_000 },
      },
      ...options,
    });

  async function open(change: object, engine: JsonObject, more: object[] = []) {
    const definitions = [{ ...requests, ...change }, ...more];
    portal = await startAthenaPortal({ directory, definitions, engine });
    return portal;
  }

  async function until(running: TestPortal, expected: object) {
    const deadline = Date.now() + 40_000;
    for (;;) {
      const answer = await running.get('/v1/datasets');
      try {
        expect(answer).toMatchObject(expected);
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  it.each([
    [{ region: 'Frankfurt' }, 'serviceInsights.engines.lake.athena.region'],
    [{ workGroup: 7 }, 'serviceInsights.engines.lake.athena.workGroup'],
    [{ outputLocation: 'results/' }, 'serviceInsights.engines.lake.athena.outputLocation'],
    [{ limits: { runMs: -1 } }, 'serviceInsights.engines.lake.athena.limits.runMs'],
    [
      { workgroup: 'insights' },
      'serviceInsights.engines.lake.athena: Unrecognized key: "workgroup"',
    ],
  ])('does not start with %j, and names the key', async (engine, key) => {
    await expect(open({}, engine)).rejects.toThrow(key);
  });

  it('refuses a definition that would read the whole table, with its reason, before a byte is read', async () => {
    server = await serve();
    const { endpoint } = server;
    const heap = { ...requests, id: 'heap', table: 'telemetry.heap' };
    const running = await open({}, { endpoint }, [heap]);
    await until(running, {
      datasets: [{ id: 'requests', dataThrough: yesterday }],
      refused: [
        {
          origin: expect.stringContaining('definition-1.yaml'),
          message: expect.stringMatching(
            /^engine lake: .*refused before a byte is read: partition column 'day' of telemetry.heap is not bound/,
          ),
        },
      ],
    });
    const ofHeap = server.ledger().filter(({ query }) => query.includes('telemetry.heap'));
    expect(ofHeap).toEqual([expect.objectContaining({ bytesScanned: 0, bytesBilled: 0 })]);
  });

  it('keeps definitions while Athena is not reachable, and reads when it is back', async () => {
    server = await serve();
    const { endpoint } = server;
    await server.close();
    server = undefined;
    const running = await open({}, { endpoint });
    await until(running, {
      refused: [],
      datasets: [{ id: 'requests', lastFailure: { errorClass: 'transient' } }],
    });
    server = await serve({ port: Number(new URL(endpoint).port) });
    await until(running, { datasets: [{ dataThrough: yesterday, lastFailure: null }] });
    expect(server.ledger().map(({ query }) => query.startsWith('EXPLAIN'))).toContain(true);
  });

  it.each([
    ['a workgroup that is not there', { workGroup: 'elsewhere' }, undefined],
    ['credentials that nobody knows', {}, ['AKIAKNOWN']],
  ])(
    "tells %s as the operator's business, and keeps definitions",
    async (_, engine, accessKeyIds) => {
      server = await serve({ accessKeyIds });
      const { endpoint } = server;
      const running = await open({}, { endpoint, ...engine });
      await until(running, {
        refused: [],
        datasets: [{ id: 'requests', lastFailure: { errorClass: 'operator' } }],
      });
      expect(server.ledger()).toEqual([]);
    },
  );
});
