import {
  addDays,
  eachDay,
  envelopeSchema,
  toDay,
  type Day,
  type Period,
} from 'backstage-plugin-service-insights-common';
import { snapshotOf } from '../testing/insightContext';
import { DatasetSnapshot } from './DatasetSnapshot';
import { envelope, type EnvelopeFacts } from './envelope';
import { runSituation, type RunFacts } from './runSituation';

const history: Period = { from: toDay('2026-01-01'), to: toDay('2026-03-14') };
const period: Period = { from: toDay('2026-02-15'), to: toDay('2026-03-14') };
const previous: Period = { from: toDay('2026-01-18'), to: toDay('2026-02-14') };
const hourMs = 3_600_000;
const at = (text: string) => Date.parse(text);

const healthy: EnvelopeFacts = {
  insightId: 'usage',
  snapshot: snapshotOf(history),
  period,
  previous,
  runs: runSituation([]),
  pause: undefined,
  service: { calls: 10, namesHidden: false, lastEventDay: history.to },
  openDay: undefined,
  lagMs: 6 * hourMs,
  now: at('2026-03-15T09:00:00Z'),
};

const run = (
  attempt: number,
  state: RunFacts['state'],
  errorClass: string | null = null,
  day = '2026-03-14',
): RunFacts => ({
  source: 'lake',
  day: toDay(day),
  attempt,
  state,
  errorClass,
  claims: 1,
  dueAt: at('2026-03-16T07:00:00Z'),
  createdAt: at('2026-03-15T06:00:00Z') + attempt * 60_000,
  finishedAt: state === 'failed' || state === 'done' ? at('2026-03-15T06:30:00Z') : undefined,
});

const of = (changes: Partial<EnvelopeFacts>) => {
  const meta = envelope({ ...healthy, ...changes });
  return envelopeSchema.parse(JSON.parse(JSON.stringify(meta)));
};

it('is ok when everything is there', () => {
  expect(of({})).toMatchObject({
    status: 'ok',
    also: [],
    asOf: '2026-03-15T09:00:00.000Z',
    dataThrough: '2026-03-14',
    historyStart: '2026-01-01',
    completeness: { expectedDays: 28, presentDays: 28, missing: [], partialRegions: [] },
    comparable: { previous: true, reason: null },
    refresh: { nextAt: '2026-03-16T06:00:00.000Z', paused: null },
    inProgress: null,
  });
});

it('is pending before the first day', () => {
  const snapshot = new DatasetSnapshot({
    datasetId: 'calls',
    version: 1,
    revision: 0,
    sources: ['lake'],
    emptyDay: 'missing',
    days: [],
  });
  expect(of({ snapshot })).toMatchObject({ status: 'pending', dataThrough: null });
});

it('is stale two hours after the next day was due, and not before', () => {
  // Mar 15 is due at six on Mar 16.
  expect(of({ now: at('2026-03-16T07:59:00Z') }).also).not.toContain('stale');
  expect(of({ now: at('2026-03-16T08:01:00Z') })).toMatchObject({ status: 'stale' });
});

it('lists missing days as missing, and does not compare', () => {
  const missing = [toDay('2026-03-03'), toDay('2026-02-20')];
  expect(of({ snapshot: snapshotOf(history, missing) })).toMatchObject({
    status: 'partial',
    completeness: { presentDays: 26, missing: ['2026-02-20', '2026-03-03'] },
    comparable: { previous: false, reason: 'missingDays' },
  });
  expect(of({ snapshot: snapshotOf(history, [addDays(previous.from, 3)]) })).toMatchObject({
    status: 'ok',
    comparable: { previous: false, reason: 'missingDays' },
  });
});

it('does not miss days from before history', () => {
  const snapshot = snapshotOf({ from: toDay('2026-03-01'), to: history.to });
  expect(of({ snapshot })).toMatchObject({
    status: 'ok',
    completeness: { expectedDays: 14, presentDays: 14, missing: [] },
    comparable: { previous: false, reason: 'noHistory' },
  });
});

it('names the source that lacks a day, and counts no half day', () => {
  const days = ['2026-03-12', '2026-03-13', '2026-03-14'].flatMap(day =>
    ['us', 'eu'].flatMap(source =>
      source === 'eu' && day === '2026-03-13'
        ? []
        : [
            {
              source,
              day: toDay(day),
              state: 'complete' as const,
              malformedEvents: 2,
              duplicateEvents: 1,
              isSuspicious: false,
              readVersion: 1,
            },
          ],
    ),
  );
  const snapshot = new DatasetSnapshot({
    datasetId: 'calls',
    version: 1,
    revision: 1,
    sources: ['us', 'eu'],
    emptyDay: 'missing',
    days,
  });
  expect(of({ snapshot })).toMatchObject({
    status: 'partial',
    completeness: {
      expectedDays: 3,
      missing: ['2026-03-13'],
      partialRegions: ['eu'],
      malformedEvents: 10,
      duplicateEvents: 5,
    },
  });
});

it('takes an empty day for missing, unless the definition says that it is zero', () => {
  const days = (['complete', 'empty', 'complete'] as const).map((state, i) => ({
    source: 'lake',
    day: addDays(toDay('2026-03-12'), i),
    state,
    malformedEvents: 0,
    duplicateEvents: 0,
    isSuspicious: false,
    readVersion: 1,
  }));
  const options = { datasetId: 'calls', version: 1, revision: 1, sources: ['lake'], days };
  const missing = new DatasetSnapshot({ ...options, emptyDay: 'missing' });
  expect(of({ snapshot: missing }).completeness.missing).toEqual(['2026-03-13']);
  const zero = new DatasetSnapshot({ ...options, emptyDay: 'zero' });
  expect(of({ snapshot: zero }).completeness.missing).toEqual([]);
});

it('is failing after three failed runs in a row, which a queued one does not end', () => {
  const failed = [run(1, 'failed', 'transient'), run(2, 'failed', 'operator')];
  expect(of({ runs: runSituation(failed) }).status).toBe('ok');
  const runs = runSituation([...failed, run(3, 'failed', 'operator'), run(4, 'queued')]);
  expect(of({ runs })).toMatchObject({
    status: 'failing',
    lastRun: { state: 'failed', consecutiveFailures: 3 },
    refresh: { nextAt: '2026-03-16T07:00:00.000Z' },
  });
  const healed = runSituation([...failed, run(3, 'failed'), run(4, 'done')]);
  expect(of({ runs: healed })).toMatchObject({ status: 'ok', lastRun: { state: 'succeeded' } });
});

it('is failing while the engine stays silent, and not for what was called off', () => {
  const silent = { ...run(1, 'starting', 'transient'), claims: 3 };
  expect(of({ runs: runSituation([silent]) })).toMatchObject({
    status: 'failing',
    lastRun: { state: 'failed', finishedAt: null, consecutiveFailures: 3 },
  });
  const asked = { ...run(1, 'starting'), claims: 3 };
  expect(of({ runs: runSituation([asked]) })).toMatchObject({
    status: 'ok',
    lastRun: { state: 'running' },
  });
  const calledOff = runSituation([run(1, 'done'), run(2, 'cancelled')]);
  expect(of({ runs: calledOff })).toMatchObject({ lastRun: { state: 'succeeded' } });
});

it('counts failures in a row over days: a broken definition fails once a day', () => {
  const once = (day: string) => run(1, 'failed', 'definition', day);
  const fine = run(1, 'done', null, '2026-03-11');
  const twoDays = runSituation([fine, once('2026-03-13'), once('2026-03-14')]);
  expect(of({ runs: twoDays }).status).toBe('ok');
  const threeDays = runSituation([
    fine,
    once('2026-03-12'),
    once('2026-03-13'),
    once('2026-03-14'),
  ]);
  expect(of({ runs: threeDays })).toMatchObject({
    status: 'failing',
    lastRun: { state: 'failed', consecutiveFailures: 3 },
  });
  const newestIsThere = runSituation([
    once('2026-03-11'),
    once('2026-03-12'),
    once('2026-03-13'),
    run(1, 'done'),
  ]);
  expect(of({ runs: newestIsThere }).status).toBe('ok');
});

it('is over budget when the budget stopped the newest run: nothing failed', () => {
  const runs = runSituation([
    run(1, 'failed', 'budget'),
    run(2, 'failed', 'budget'),
    run(3, 'failed', 'budget'),
  ]);
  expect(of({ runs })).toMatchObject({
    status: 'overBudget',
    also: [],
    refresh: { paused: { reason: 'budget' } },
  });
});

it('says why it is paused, and until when where that is known', () => {
  const until = at('2026-04-01T00:00:00Z');
  expect(of({ pause: { reason: 'budget', untilMs: until } })).toMatchObject({
    status: 'overBudget',
    refresh: {
      nextAt: '2026-04-01T00:00:00.000Z',
      paused: { reason: 'budget', until: '2026-04-01' },
    },
  });
  expect(of({ pause: { reason: 'operator', untilMs: undefined } })).toMatchObject({
    status: 'paused',
    refresh: { nextAt: null, paused: { reason: 'operator', until: null } },
  });
});

it('says the worst first when several things hold', () => {
  const runs = runSituation([1, 2, 3].map(attempt => run(attempt, 'failed', 'transient')));
  const meta = of({
    runs,
    snapshot: snapshotOf(history, [toDay('2026-03-03')]),
    service: { calls: 3, namesHidden: true, lastEventDay: history.to },
    now: at('2026-03-18T00:00:00Z'),
  });
  expect([meta.status, ...meta.also]).toEqual(['failing', 'stale', 'partial', 'suppressed']);
});

it('has no data when nobody called, but not when the days are missing', () => {
  const service = { ...healthy.service, calls: 0 };
  expect(of({ service }).status).toBe('noData');
  const gone = { from: toDay('2026-03-02'), to: toDay('2026-03-04') };
  const missing = ['2026-03-02', '2026-03-03', '2026-03-04'].map(toDay);
  expect(of({ service, period: gone, snapshot: snapshotOf(history, missing) })).toMatchObject({
    status: 'partial',
    completeness: { presentDays: 0 },
  });
});

it('compares no days that were read by different definitions, and says where one follows another', () => {
  const changed = toDay('2026-03-03');
  const read = (day: Day) => (day < changed ? 1 : 2);
  const snapshot = new DatasetSnapshot({
    datasetId: 'calls',
    version: 2,
    revision: 1,
    sources: ['lake'],
    emptyDay: 'missing',
    days: eachDay(toDay('2026-01-01'), toDay('2026-03-14')).map(day => ({
      source: 'lake',
      day,
      state: 'complete',
      malformedEvents: 0,
      duplicateEvents: 0,
      isSuspicious: false,
      readVersion: read(day),
    })),
  });
  const week = (from: string) => ({ from: toDay(from), to: addDays(toDay(from), 6) });
  const changes = [{ day: changed, version: 2 }];
  const within = { period: week('2026-03-01'), previous: week('2026-02-22') };
  expect(of({ snapshot, ...within })).toMatchObject({
    comparable: { previous: false, reason: 'versionChange' },
    definitionChanges: changes,
  });
  const between = { period: week('2026-03-04'), previous: week('2026-02-20') };
  expect(of({ snapshot, ...between })).toMatchObject({
    comparable: { previous: false, reason: 'versionChange' },
    definitionChanges: [],
  });
  const before = { period: week('2026-02-20'), previous: week('2026-02-13') };
  expect(of({ snapshot, ...before })).toMatchObject({
    comparable: { previous: true, reason: null },
    definitionChanges: [],
  });
});
