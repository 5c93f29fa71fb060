import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AthenaLocal } from 'athena-local';
import knex from 'knex';
import { z } from 'zod';
import { requests } from './__testUtils__/requests';
import { serveRequests } from './__testUtils__/serveRequests';
import { startAthenaPortal } from './__testUtils__/startAthenaPortal';
import type { TestPortal } from './__testUtils__/startPortal';

jest.setTimeout(90_000);

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

const ledgerRow = z.object({
  state: z.string(),
  engine_run_id: z.string().nullable(),
  bytes_scanned: z.number().nullable(),
  bytes_billed: z.number().nullable(),
  error_code: z.string().nullable(),
});

describe('a query that Athena is busy with', () => {
  let directory: string;
  let server: AthenaLocal;
  let portal: TestPortal | undefined;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'stopped-runs-'));
    await mkdir(join(directory, `events/day=${yesterday}`), { recursive: true });
    await mkdir(join(directory, 'db'));
    const event = `${JSON.stringify({ ts: `${yesterday} 10:00:00`, service: 'orders' })}\n`;
    await writeFile(
      join(directory, `events/day=${yesterday}/a.json`),
      event.repeat(20_000_000 / event.length),
    );
  });
  afterEach(async () => {
    await portal?.stop();
    portal = undefined;
    await server.close();
    await rm(directory, { recursive: true });
  });

  /** @param seconds - how long a query takes */
  async function serve(seconds: number) {
    server = await serveRequests(directory, { latency: { tableMs: seconds * 1_000 * 100 } });
  }

  async function open(change: object = {}, settings: { runs?: { onShutdown: string } } = {}) {
    portal = await startAthenaPortal({
      directory,
      definitions: [{ ...requests, ...change }],
      engine: { endpoint: server.endpoint },
      database: join(directory, 'db'),
      settings,
    });
  }

  async function close() {
    await portal?.stop();
    portal = undefined;
  }

  /** The runs of yesterday, as the ledger has them. */
  async function ledger() {
    const filename = join(directory, 'db', 'service-insights.sqlite');
    const database = knex({
      client: 'better-sqlite3',
      connection: { filename },
      useNullAsDefault: true,
    });
    try {
      const rows = await database('runs').where({ day: yesterday }).orderBy('created_at');
      return z.array(ledgerRow).parse(rows);
    } finally {
      await database.destroy();
    }
  }

  const queries = () => server.ledger().filter(({ query }) => query.startsWith('WITH'));
  const billOf = (engineRunId: string | null) =>
    queries().find(({ queryExecutionId }) => queryExecutionId === engineRunId);

  async function until(holds: () => Promise<boolean>) {
    const deadline = Date.now() + 40_000;
    while (!(await holds())) {
      if (Date.now() > deadline)
        throw new Error(`It did not come to hold: ${JSON.stringify(await ledger())}`);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  const runningOf = (engineRunId: string | null) => {
    const bill = billOf(engineRunId);
    return bill?.state === 'RUNNING' && bill.bytesScanned > 0;
  };

  async function untilRunning() {
    await until(async () => {
      const [run] = await ledger();
      return run?.state === 'running' && runningOf(run.engine_run_id);
    });
  }

  it('goes on when the portal is shut down, and is published by the next, executed once', async () => {
    await serve(8);
    await open();
    await untilRunning();
    await close();
    const [left] = await ledger();
    expect(left.state).toBe('running');
    expect(billOf(left.engine_run_id)?.state).toBe('RUNNING');

    await open();
    await until(async () => (await ledger())[0].state === 'done');
    const [done, ...others] = await ledger();
    expect(others).toEqual([]);
    expect(done.engine_run_id).toBe(left.engine_run_id);
    expect(done.bytes_billed).toBe(billOf(left.engine_run_id)?.bytesBilled);
    expect(queries().filter(({ query }) => query.includes(`'${yesterday}'`))).toHaveLength(1);
  });

  it('is stopped by the portal that is shut down, if it is told to, and costs what the bill says', async () => {
    await serve(1_000);
    await open({}, { runs: { onShutdown: 'stop' } });
    await untilRunning();
    const stoppedAt = performance.now();
    await close();
    expect(performance.now() - stoppedAt).toBeLessThan(10_000);
    const [run] = await ledger();
    const bill = billOf(run.engine_run_id);
    expect(run).toMatchObject({ state: 'cancelled', error_code: 'shutdown' });
    expect(bill).toMatchObject({ state: 'CANCELLED', bytesBilled: expect.any(Number) });
    expect(bill?.bytesBilled).toBeGreaterThan(0);
    expect(run.bytes_scanned).toBe(bill?.bytesScanned);
    expect(run.bytes_billed).toBe(bill?.bytesBilled);
  });

  it.each([
    ['was disabled', 'disabled', { enabled: false }],
    ['reads another way', 'superseded', { where: "service <> 'billing'" }],
  ])('is stopped when its dataset %s, and costs what the bill says', async (_, reason, change) => {
    await serve(1_000);
    await open();
    await untilRunning();
    await close();
    await open(change);
    await until(async () => (await ledger())[0].state === 'cancelled');
    const [run, ...others] = await ledger();
    const bill = billOf(run.engine_run_id);
    expect(run.error_code).toBe(reason);
    expect(bill?.state).toBe('CANCELLED');
    expect(bill?.bytesBilled).toBeGreaterThan(0);
    expect(run.bytes_scanned).toBe(bill?.bytesScanned);
    expect(run.bytes_billed).toBe(bill?.bytesBilled);
    expect(others).toHaveLength(reason === 'disabled' ? 0 : 1);
  });
});
