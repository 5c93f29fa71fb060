import fc from 'fast-check';
import { admit } from './admit';
import type { LimitedBudget } from './Budget';

const march: LimitedBudget = {
  scope: '*',
  span: '2026-03',
  spentNanoUsd: 0,
  reservedNanoUsd: 0,
  limitNanoUsd: 100,
};
const today = { ...march, span: '2026-03-14' };
const firstOfApril = Date.parse('2026-04-01');

describe('a run under budgets', () => {
  it('starts when the money is there, and sets aside what it may cost', () => {
    expect(admit([march, today], 30)).toEqual({ admitted: true, reservedNanoUsd: 30 });
    expect(admit([{ ...march, spentNanoUsd: 70 }], 30)).toMatchObject({ admitted: true });
    expect(admit([], 30)).toEqual({ admitted: true, reservedNanoUsd: 30 });
  });

  it('waits for the next span when the rest does not pay for it', () => {
    const spent = { ...march, spentNanoUsd: 71 };
    expect(admit([spent], 30)).toEqual({
      admitted: false,
      because: 'usedUp',
      budget: spent,
      resumesAtMs: firstOfApril,
    });
    const spentToday = { ...today, spentNanoUsd: 100 };
    expect(admit([march, spentToday], 1)).toMatchObject({
      budget: { span: '2026-03-14' },
      resumesAtMs: Date.parse('2026-03-15'),
    });
    expect(admit([{ ...spentToday }, { ...march, spentNanoUsd: 100 }], 1)).toMatchObject({
      budget: { span: '2026-03' },
      resumesAtMs: firstOfApril,
    });
  });

  it('never starts when the limit is below its price, and promises no date', () => {
    expect(admit([march], 101)).toMatchObject({ because: 'usedUp', resumesAtMs: undefined });
  });

  it('goes alone when the rest would not pay for twice of what is in flight', () => {
    const busy = { ...march, reservedNanoUsd: 30 };
    expect(admit([busy], 20)).toMatchObject({ admitted: true });
    expect(admit([busy], 21)).toEqual({ admitted: false, because: 'inFlight' });
  });

  it('goes alone when nobody knows what it costs, and sets all that is left aside', () => {
    expect(admit([{ ...march, spentNanoUsd: 40 }], undefined)).toEqual({
      admitted: true,
      reservedNanoUsd: 60,
    });
    expect(admit([{ ...march, reservedNanoUsd: 1 }], undefined)).toMatchObject({
      because: 'inFlight',
    });
    expect(admit([{ ...march, reservedNanoUsd: 60, spentNanoUsd: 40 }], 1)).toMatchObject({
      because: 'inFlight',
    });
    expect(admit([{ ...march, spentNanoUsd: 100 }], undefined)).toMatchObject({
      because: 'usedUp',
      resumesAtMs: firstOfApril,
    });
  });

  it('is never kept when it is free', () => {
    expect(admit([{ ...march, spentNanoUsd: 500, reservedNanoUsd: 9 }], 0)).toMatchObject({
      admitted: true,
    });
  });

  it('overspends by less than one run, whatever runs cost up to twice what was expected', () => {
    const run = fc.record({
      estimate: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
      factor: fc.double({ min: 0, max: 2, noNaN: true }),
      unexpected: fc.integer({ min: 0, max: 200 }),
      endsAfter: fc.nat(8),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.array(run, { maxLength: 60 }),
        (limit, runs) => {
          const budget = { ...march, limitNanoUsd: limit };
          const inFlight: { reserved: number; cost: number; endsAt: number }[] = [];
          let dearest = 0;
          for (const [turn, { estimate, factor, unexpected, endsAfter }] of runs.entries()) {
            for (const ended of inFlight.filter(({ endsAt }) => endsAt <= turn)) {
              inFlight.splice(inFlight.indexOf(ended), 1);
              budget.reservedNanoUsd -= ended.reserved;
              budget.spentNanoUsd += ended.cost;
            }
            const admission = admit([budget], estimate);
            if (!admission.admitted) continue;
            const cost = estimate === undefined ? unexpected : Math.floor(estimate * factor);
            dearest = Math.max(dearest, cost);
            budget.reservedNanoUsd += admission.reservedNanoUsd;
            inFlight.push({ reserved: admission.reservedNanoUsd, cost, endsAt: turn + endsAfter });
          }
          const spent = inFlight.reduce((sum, { cost }) => sum + cost, budget.spentNanoUsd);
          expect(spent).toBeLessThan(limit + Math.max(1, dearest));
        },
      ),
    );
  });
});
