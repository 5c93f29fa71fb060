import { runStates, type OperatedDataset } from 'backstage-plugin-service-insights-common';
import { describeDataset } from './describeDataset';
import { describeRun } from './describeRun';

const nothing = { span: '2026-03', usd: 0, reservedUsd: 0, limitUsd: null };

const well: Omit<OperatedDataset, 'says'> = {
  id: 'requests',
  title: 'Requests',
  owner: null,
  enabled: true,
  version: 2,
  servedVersion: 2,
  dataThrough: '2026-03-14',
  queue: { waiting: 0, running: 0, nextDueAt: null, oldestDueAt: null },
  lastPublished: null,
  lastFailure: null,
  spend: { day: { ...nothing, span: '2026-03-15' }, month: nothing },
  pauses: [],
  budgetHold: null,
  breakerOpen: [],
  suspiciousDays: [],
};

it('says of a dataset that is well that it is', () => {
  expect(describeDataset(well)).toEqual(['Complete through 2026-03-14.', 'Nothing is due.']);
});

it('says what is wrong first, and what to do about it', () => {
  const says = describeDataset({
    ...well,
    enabled: false,
    version: 3,
    pauses: [
      { dataset: null, reason: 'Quarter closes', by: 'configuration', since: null, until: null },
    ],
    spend: { ...well.spend, month: { ...nothing, usd: 4.9, limitUsd: 5 } },
    budgetHold: { until: '2026-04-01T00:00:00.000Z' },
    breakerOpen: ['lake'],
    lastFailure: {
      runId: 'a',
      day: '2026-03-14',
      at: '2026-03-15T06:00:00.000Z',
      class: 'definition',
      code: 'column',
      message: 'There is no column ts.',
    },
    suspiciousDays: [
      { day: '2026-03-12', source: 'lake', reasons: ['3 calls where about 900 are usual'] },
    ],
    queue: { waiting: 3, running: 1, nextDueAt: '2026-03-15T13:00:00.000Z', oldestDueAt: null },
  });
  expect(says).toEqual([
    'Disabled in its definition: nothing is read.',
    'Paused by configuration until someone resumes it: Quarter closes',
    'A budget does not pay for another run until 2026-04-01T00:00:00.000Z. In 2026-03 it has spent 4.90 of 5.00 USD.',
    'On lake its definition only fails: one day is tried a day until the definition changes, or someone resumes the dataset.',
    '2026-03-14 failed at 2026-03-15T06:00:00.000Z: There is no column ts. The author must change the definition; until then it is tried after 1, 2, 4, … days.',
    '2026-03-12 (lake) is unlike other days: 3 calls where about 900 are usual.',
    'Complete through 2026-03-14. Version 2 is served until version 3 has its days.',
    '1 run in flight, 3 waiting, the next due at 2026-03-15T13:00:00.000Z.',
  ]);
});

it('has words for every state of a run, and says each kind of failure whose turn it is', () => {
  const said = runStates.map(state =>
    describeRun({
      state,
      error_class: null,
      error_message: null,
      dueAt: '2026-03-15T06:00:00.000Z',
    }),
  );
  expect(new Set(said).size).toBe(runStates.length);
  const classes = ['transient', 'throttled', 'definition', 'operator', 'budget', null];
  const failed = classes.map(error_class =>
    describeRun({ state: 'failed', error_class, error_message: 'Down', dueAt: '' }),
  );
  expect(new Set(failed).size).toBe(classes.length);
  expect(failed[0]).toBe('Down. It is tried again: three times within minutes, then every hour.');
});
