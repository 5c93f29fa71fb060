import { findHold, type StartSituation } from './findHold';
import { limitsOf } from './BudgetLimits';
import { toNanoUsd } from './nanoUsd';
import { refreshPause } from './RefreshPause';

const nowMs = Date.parse('2026-12-31T12:00:00Z');
const requests = { id: 'requests', budget: { usdPerMonth: 30 } };
const portal = { usdPerDay: 5, usdPerMonth: undefined };
const source = { datasetId: 'requests', source: 'lake' };

const nothing: StartSituation = { isStopped: false, pauses: [], budgets: [], refusals: [] };
const refused: StartSituation = {
  ...nothing,
  refusals: [{ ...source, estimateNanoUsd: toNanoUsd(1) }],
  budgets: [
    { scope: '*', span: '2026-12-31', spentNanoUsd: toNanoUsd(4.5), reservedNanoUsd: 0 },
    { scope: 'requests', span: '2026-12', spentNanoUsd: toNanoUsd(29), reservedNanoUsd: 0 },
  ],
};
const pauseUntil = (target: string, untilMs: number | undefined) => ({
  target,
  reason: 'the lake moves',
  by: 'user:default/ada',
  sinceMs: nowMs,
  untilMs,
});

function hold(situation: StartSituation, limits = portal, at = nowMs) {
  return findHold(source, limitsOf(requests, limits, at), situation);
}

describe('what keeps a source from starting', () => {
  it('is nothing, as long as nothing was refused and nobody paused', () => {
    expect(hold(nothing)).toBeUndefined();
    expect(hold({ ...refused, refusals: [] })).toBeUndefined();
  });

  it('is a budget that is used up, until its span ends or its limit is raised', () => {
    const newYear = Date.parse('2027-01-01');
    expect(hold(refused)).toMatchObject({ because: 'usedUp', untilMs: newYear });
    expect(hold(refused, { usdPerDay: 6, usdPerMonth: undefined })).toBeUndefined();
    expect(hold({ ...refused, budgets: [] }, portal, newYear)).toBeUndefined();
  });

  it('is none of other datasets and sources', () => {
    const others = [
      { datasetId: 'requests', source: 'lake:eu' },
      { datasetId: 'others', source: 'lake' },
    ];
    for (const other of others) expect(findHold(other, [], refused)).toBeUndefined();
    const paused = { ...nothing, pauses: [pauseUntil('others', undefined)] };
    expect(hold(paused)).toBeUndefined();
  });

  it('is a pause of it or of everything, until the last of them ends', () => {
    const soon = nowMs + 3_600_000;
    const pauses = [pauseUntil('*', soon), pauseUntil('requests', soon + 1)];
    expect(hold({ ...nothing, pauses })).toEqual({ because: 'paused', untilMs: soon + 1 });
    const open = [...pauses, pauseUntil('requests', undefined)];
    expect(hold({ ...nothing, pauses: open })).toEqual({ because: 'paused', untilMs: undefined });
    expect(hold({ ...nothing, isStopped: true })).toEqual({
      because: 'paused',
      untilMs: undefined,
    });
  });

  it('is told to readers with the date at which all of it ends; waiting for other runs is no pause', () => {
    expect(refreshPause([{ because: 'inFlight' }])).toBeUndefined();
    expect(
      refreshPause([
        { because: 'inFlight' },
        { because: 'usedUp', untilMs: 5 },
        { because: 'paused', untilMs: 3 },
      ]),
    ).toEqual({ reason: 'budget', untilMs: 5 });
    expect(
      refreshPause([
        { because: 'usedUp', untilMs: 5 },
        { because: 'paused', untilMs: undefined },
      ]),
    ).toEqual({ reason: 'operator', untilMs: undefined });
  });
});
