import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AthenaLocal } from 'athena-local';
import { addDays, toDay } from 'backstage-plugin-service-insights-common';
import { z } from 'zod';
import { requests } from './__testUtils__/requests';
import { serveRequests } from './__testUtils__/serveRequests';
import { startAthenaPortal } from './__testUtils__/startAthenaPortal';
import type { TestPortal } from './__testUtils__/startPortal';

jest.setTimeout(180_000); // portals start and stop: slow where others work

const lastDay = toDay('2026-03-14');
const days = [-4, -3, -2, -1, 0].map(count => addDays(lastDay, count));

/** A query bills ten megabytes at least. */
const usdPerByte = 5 / 2 ** 40;
const runUsd = 10 * 2 ** 20 * usdPerByte;
const nanoUsd = (usd: number) => Math.round(usd * 1e9);

const answerSchema = z.object({
  data: z.object({}).nullable(),
  meta: z.object({
    status: z.string(),
    completeness: z.object({ presentDays: z.int() }),
    refresh: z.object({ nextAt: z.string().nullable(), paused: z.json() }),
  }),
});
const spendSchema = z.object({
  spend: z.object({ month: z.object({ usd: z.number(), reservedUsd: z.number() }) }),
});

describe('a portal with a budget on Athena', () => {
  let directory: string;
  let server: AthenaLocal;
  let portal: TestPortal | undefined;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'budget-'));
    for (const day of days) {
      await mkdir(join(directory, `lake/events/day=${day}`), { recursive: true });
      const event = { ts: `${day} 10:00:00`, service: 'orders' };
      await writeFile(
        join(directory, `lake/events/day=${day}/a.json`),
        `${JSON.stringify(event)}\n`,
      );
    }
    server = await serveRequests(join(directory, 'lake'));
  });
  afterEach(async () => {
    await portal?.stop();
    portal = undefined;
    await server.close();
    await rm(directory, { recursive: true });
  });

  it('spends it to the byte, keeps its numbers and says why it waits; and goes on when there is more', async () => {
    await open({ usdPerMonth: 3.5 * runUsd });
    const waiting = await until(({ meta }) => meta.status === 'overBudget');
    expect(waiting.meta).toMatchObject({
      completeness: { presentDays: 2 }, // and the running day
      refresh: {
        nextAt: '2026-04-01T00:00:00.000Z',
        paused: { reason: 'budget', until: '2026-04-01' },
      },
    });
    expect(waiting.data).not.toBeNull();
    expect(billedNanoUsd()).toBe(3 * nanoUsd(runUsd));
    expect(await spent()).toEqual({ nanoUsd: billedNanoUsd(), reservedUsd: 0 });
    await portal?.stop();

    await open({ usdPerMonth: 1 });
    await until(({ meta }) => meta.completeness.presentDays === days.length);
    expect((await usage()).meta).toMatchObject({ status: 'ok', refresh: { paused: null } });
    expect(await spent()).toEqual({ nanoUsd: billedNanoUsd(), reservedUsd: 0 });
  });

  it('starts nothing under the kill switch, and says that it is paused', async () => {
    await open(undefined, { paused: true });
    const { data, meta } = await until(({ meta: { refresh } }) => refresh.paused !== null);
    expect(data).toBeNull();
    expect(meta).toMatchObject({
      status: 'pending',
      refresh: { nextAt: null, paused: { reason: 'operator', until: null } },
    });
    expect(billedNanoUsd()).toBe(0);
  });

  async function open(budget: object | undefined, settings: { paused?: boolean } = {}) {
    const definition = { ...requests, lookback: 0, history: days.length };
    portal = await startAthenaPortal({
      directory,
      definitions: [{ ...definition, ...(budget && { budget }) }],
      engine: { endpoint: server.endpoint },
      database: join(directory, 'db'),
      settings: { asOf: `${addDays(lastDay, 1)}T00:00:00Z`, ...settings },
    });
  }

  async function usage() {
    return answerSchema.parse(await portal?.get('/v1/entities/component/default/orders/usage'));
  }

  async function until(holds: (answer: z.infer<typeof answerSchema>) => boolean) {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const answer = await usage();
      if (holds(answer)) return answer;
      if (Date.now() > deadline) throw new Error(`It is ${JSON.stringify(answer.meta)}`);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  async function spent() {
    const { spend } = spendSchema.parse(await portal?.get('/v1/operator/datasets'));
    const { usd, reservedUsd } = spend.month;
    return { nanoUsd: nanoUsd(usd), reservedUsd };
  }

  function billedNanoUsd(): number {
    const bills = server.ledger().map(({ bytesBilled }) => nanoUsd(bytesBilled * usdPerByte));
    return bills.reduce((sum, bill) => sum + bill, 0);
  }
});
