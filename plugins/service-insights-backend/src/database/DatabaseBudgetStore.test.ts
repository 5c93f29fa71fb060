import { setTimeout as sleep } from 'node:timers/promises';
import { TestDatabases } from '@backstage/backend-test-utils';
import { addDays, dayOf, toDay, type Day } from 'backstage-plugin-service-insights-common';
import fc from 'fast-check';
import type { Knex } from 'knex';
import type { Admission } from '../budget/admit';
import type { BudgetLimit } from '../budget/BudgetLimits';
import { spansOf } from '../budget/BudgetSpan';
import type { ReservationRequest } from '../budget/BudgetStore';
import { toNanoUsd, toUsd } from '../budget/nanoUsd';
import type { ClaimedRun } from '../runs/Run';
import { newRun } from '../runs/newRun';
import { isOpen } from '../runs/transitions';
import { DatabaseBudgetStore } from './DatabaseBudgetStore';
import { DatabasePauseStore } from './DatabasePauseStore';
import { DatabaseRunStore } from './DatabaseRunStore';
import { endRun } from './endRun';
import { migrate } from './openDatabase';
import type { BudgetRow, RunRow } from './rows';

jest.setTimeout(60_000); // hundreds of transactions: slow where others work

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const key = { version: 1, source: 'lake' };
const statement = { sql: 'SELECT 1', parameters: [], reads: [] };
const datasets = ['clicks', 'requests'];
const sources = datasets.map(datasetId => ({ ...key, datasetId }));
const late = { class: 'transient' as const, code: 'x', message: 'down' };
const start = Date.parse('2026-03-30T23:00:00Z');

const costOf = (usd: number) => ({ bytesScanned: 1, bytesBilled: 1, usd });

type Sums = (readonly [budget: string, sums: readonly number[]])[];

function inOrder(sums: Iterable<Sums[number]>): Sums {
  return [...sums].filter(([, [spent, reserved]]) => spent + reserved > 0).sort();
}

describe.each(databases.eachSupportedId())('budgets on %s', databaseId => {
  let knex: Knex;
  let nowMs: number;
  let budgets: DatabaseBudgetStore;
  let pauses: DatabasePauseStore;
  let runs: DatabaseRunStore;

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
  });
  beforeEach(async () => {
    for (const table of ['runs', 'budgets', 'budget_refusals', 'pauses'])
      await knex(table).delete();
    nowMs = start;
    const clock = () => nowMs;
    budgets = new DatabaseBudgetStore(knex, clock);
    pauses = new DatabasePauseStore(knex, clock);
    runs = new DatabaseRunStore(knex, clock);
  });

  it("sets a run's money aside in every budget it counts in, and counts its cost when it ends", async () => {
    const run = await claimNew('requests');
    expect(await reserve(run, { estimateNanoUsd: 70 })).toEqual({
      admitted: true,
      reservedNanoUsd: 70,
    });
    expect(await rows()).toEqual(
      ['*', 'requests'].flatMap(scope =>
        ['2026-03', '2026-03-30'].map(span => [scope, span, 0, 70]),
      ),
    );
    nowMs += 2 * 3_600_000; // it ends the next day, and the day it started on pays for it
    await runs.fail(run, { failure: late, cost: costOf(toUsd(50)) });
    expect((await rows()).map(([, , spent, reserved]) => [spent, reserved])).toEqual(
      Array.from({ length: 4 }, () => [50, 0]),
    );
  });

  it('leaves nothing behind of a run that is refused or did not start', async () => {
    const dear = await claimNew('requests');
    expect(await reserve(dear, { estimateNanoUsd: 101 })).toMatchObject({ because: 'usedUp' });
    await runs.postpone(dear, { failure: late, cost: undefined }, 0);
    expect(await budgets.refusals()).toEqual([
      { datasetId: 'requests', source: 'lake', estimateNanoUsd: 101 },
    ]);

    const [again] = await claim('other');
    expect(await reserve(again, { estimateNanoUsd: 60 })).toMatchObject({ admitted: true });
    expect(await budgets.refusals()).toEqual([]);
    await runs.postpone(again, { failure: late, cost: undefined }, 0);
    expect((await rows()).filter(([, , spent, reserved]) => spent || reserved)).toEqual([]);
    await knex('runs').update({ due_at: 0 });
    const [third] = await claim('third');
    expect(await reserve(third, { estimateNanoUsd: 101 })).toMatchObject({ because: 'usedUp' });
  });

  it('lets an adopted run keep its money, past a pause and a new day, and a zombie have none', async () => {
    const run = await claimNew('requests');
    await reserve(run, { estimateNanoUsd: 70 });
    await knex('runs').update({ lease_until: 1 });
    const [adopted] = await claim('heir');
    await pauses.pause('*', { by: 'user:default/ada', reason: 'the lake moves' });
    nowMs += 2 * 3_600_000;
    expect(await reserve(run, { estimateNanoUsd: 70 })).toEqual({
      admitted: false,
      because: 'lost',
    });
    expect(await reserve(adopted, { estimateNanoUsd: 500 })).toEqual({
      admitted: true,
      reservedNanoUsd: 70,
    });
    expect((await rows()).map(([, span]) => span)).not.toContain('2026-03-31');
  });

  it('starts nothing that is paused, until it is resumed or the pause ends', async () => {
    const run = await claimNew('requests');
    const other = await claimNew('clicks');
    await pauses.pause('requests', { by: 'user:default/ada', reason: 'x', untilMs: nowMs + 1 });
    expect(await reserve(run, {})).toEqual({ admitted: false, because: 'paused' });
    expect(await reserve(other, {})).toMatchObject({ admitted: true });
    nowMs += 1;
    expect(await pauses.active()).toEqual([]);
    expect(await reserve(run, { isStopped: true })).toEqual({ admitted: false, because: 'paused' });

    await pauses.pause('*', { by: 'user:default/ada', reason: 'y' });
    expect(await reserve(run, {})).toEqual({ admitted: false, because: 'paused' });
    expect(await pauses.active()).toMatchObject([{ target: '*', reason: 'y', sinceMs: nowMs }]);
    expect(await pauses.resume('*')).toBe(true);
    expect(await pauses.resume('*')).toBe(false);
    expect(await reserve(run, {})).toMatchObject({ admitted: true });
  });

  it('is overspent by at most one run when eight workers race for it', async () => {
    const estimate = 10_000;
    const limitNanoUsd = 25 * estimate;
    await enqueue(Array.from({ length: 60 }, (_, i) => ['requests', i]));
    let inFlight = 0;
    let mostInFlight = 0;
    const worker = async (name: string) => {
      for (;;) {
        const [run] = await claim(name, 1);
        if (run === undefined) return;
        const admission = await reserve(run, { estimateNanoUsd: estimate }, limitNanoUsd);
        if (!admission.admitted) {
          await runs.postpone(run, { failure: late, cost: undefined }, 0);
          if (admission.because === 'usedUp') return;
          await sleep(1);
          continue;
        }
        inFlight += 1;
        mostInFlight = Math.max(mostInFlight, inFlight);
        await sleep(100 + Math.random() * 100);
        inFlight -= 1;
        await runs.fail(run, { failure: late, cost: costOf(toUsd(2 * estimate)) });
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, i) => worker(`worker ${i}`)));
    const spent = await spentIn('*', '2026-03');
    expect(spent).toBeGreaterThan(limitNanoUsd - 2 * estimate);
    expect(spent).toBeLessThan(limitNanoUsd + 2 * estimate);
    expect(mostInFlight).toBeGreaterThan(1);
    expect(await budgetSums()).toEqual(await ledgerSums());
  });

  it('is given to one of eight that race for the last of it', async () => {
    for (let round = 0; round < 15; round++) {
      await knex('budgets').delete();
      await enqueue(Array.from({ length: 8 }, (_, i) => ['requests', round * 8 + i]));
      const claimed = await claim('all', 8);
      const admissions = await Promise.all(
        claimed.map(run => reserve(run, { estimateNanoUsd: round % 2 ? 60 : undefined })),
      );
      expect(admissions.filter(({ admitted }) => admitted)).toHaveLength(1);
      for (const run of claimed) await runs.fail(run, { failure: late, cost: undefined });
    }
  });

  it('equals the ledger to the last digit, whatever happens to runs', async () => {
    const step = fc.record({
      act: fc.constantFrom(
        ...(['reserve', 'reserve', 'start', 'publish', 'fail', 'cancel', 'postpone'] as const),
        ...(['kill', 'nextDay', 'rest'] as const),
      ),
      pick: fc.nat(),
      usd: fc.option(fc.double({ min: 0, max: 3, noNaN: true }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async steps => {
        for (const table of ['runs', 'budgets', 'budget_refusals']) await knex(table).delete();
        nowMs = start;
        await enqueue(datasets.flatMap(id => [0, 1, 2, 3].map((i): [string, number] => [id, i])));
        const held: ClaimedRun[] = await claim('first', 100);
        for (const { act, pick, usd } of steps) {
          const at = pick % held.length;
          const run = held[at];
          const cost = usd === undefined ? undefined : costOf(usd);
          const failed = { failure: late, cost };
          if (act === 'nextDay') nowMs += 9 * 3_600_000;
          else if (act === 'kill') {
            await knex('runs').whereIn('state', ['starting', 'running']).update({ lease_until: 1 });
            held.push(...(await claim(`heir ${pick}`, 100))); // and the old ones become zombies
          } else if (act === 'reserve') {
            const estimateNanoUsd = usd === undefined ? undefined : toNanoUsd(usd);
            await reserve(run, { estimateNanoUsd }, toNanoUsd(4));
          } else if (act === 'start') await runs.started(run, run.id);
          else if (act === 'rest') await runs.rest(run, failed, 0);
          else if (act === 'postpone') await runs.postpone(run, { ...failed, cost: undefined }, 0);
          else if (act === 'fail') {
            const next = newRun({ ...run, attempt: run.attempt + 1 }, statement);
            await runs.fail(run, failed, { run: next, delayMs: 0 });
          } else if (act === 'cancel') {
            const stopping = await runs.stop(run, 'disabled');
            if (stopping) await runs.cancel(stopping, cost);
          } else {
            await publish(run, usd ?? 0);
          }
          expect(await budgetSums()).toEqual(await ledgerSums());
        }
      }),
      { numRuns: databaseId === 'SQLITE_3' ? 40 : 15 },
    );
  });

  /** What is spent and set aside by budget, as the runs of the ledger say. */
  async function ledgerSums(): Promise<Sums> {
    const sums = new Map<string, [spent: number, reserved: number]>();
    const ledger: RunRow[] = await knex('runs').whereNotNull('budget_day');
    for (const run of ledger) {
      const { day, month } = spansOf(run.budget_day ?? dayOf(nowMs));
      const spentNow = isOpen(run.state) ? 0 : toNanoUsd(run.usd ?? 0);
      const reservedNow = isOpen(run.state) ? Number(run.reserved_nanousd) : 0;
      for (const budget of ['*', run.dataset_id].flatMap(s => [`${s} ${month}`, `${s} ${day}`])) {
        const [spent, reserved] = sums.get(budget) ?? [0, 0];
        sums.set(budget, [spent + spentNow, reserved + reservedNow]);
      }
    }
    return inOrder(sums);
  }

  /** What is spent and set aside by budget, as the budgets say. */
  async function budgetSums(): Promise<Sums> {
    return inOrder((await rows()).map(([scope, span, ...sums]) => [`${scope} ${span}`, sums]));
  }

  async function publish(run: ClaimedRun, usd: number): Promise<void> {
    await runs.reading(run);
    const ending = { event: 'publish' as const, cost: costOf(usd), resultRows: 0 };
    await knex.transaction(tx => endRun(tx, run, ending, nowMs));
  }

  async function rows(): Promise<[string, string, number, number][]> {
    const found: BudgetRow[] = await knex('budgets').orderBy(['scope', 'span']);
    return found.map(row => [
      row.scope,
      row.span,
      Number(row.spent_nanousd),
      Number(row.reserved_nanousd),
    ]);
  }

  async function spentIn(scope: string, span: string): Promise<number> {
    const found = (await rows()).find(row => row[0] === scope && row[1] === span);
    return found?.[2] ?? 0;
  }

  async function reserve(
    run: ClaimedRun,
    change: Partial<ReservationRequest>,
    limitNanoUsd = 100,
  ): Promise<Admission | { admitted: false; because: string }> {
    const day = dayOf(nowMs);
    const limits: BudgetLimit[] = [
      { scope: '*', span: spansOf(day).month, limitNanoUsd },
      { scope: run.datasetId, span: spansOf(day).month, limitNanoUsd },
    ];
    const { datasetId, source } = run;
    const asked = { datasetId, source, day, limits, estimateNanoUsd: 1, isStopped: false };
    return budgets.reserve(run, { ...asked, ...change });
  }

  async function enqueue(wanted: readonly (readonly [datasetId: string, days: number])[]) {
    await runs.enqueue(
      wanted.map(([datasetId, days]) => {
        const day: Day = addDays(toDay('2026-01-01'), days);
        const run = newRun({ ...key, datasetId, day, attempt: 1, sourceVersion: 'a' }, statement);
        return { ...run, knownRuns: 0 };
      }),
    );
  }

  async function claimNew(datasetId: string): Promise<ClaimedRun> {
    await enqueue([[datasetId, 0]]);
    const [run] = await runs.claim('worker', [{ ...key, datasetId }], 1);
    return run;
  }

  function claim(owner: string, limit = 1): Promise<ClaimedRun[]> {
    return runs.claim(owner, sources, limit);
  }
});
