import type { EngineErrorClass } from 'backstage-plugin-service-insights-node';
import { afterFailure, type ExecutionKnown } from './afterFailure';

const after = (of: EngineErrorClass, execution: ExecutionKnown, claims = 1, attempt = 1) =>
  afterFailure({ class: of, attempt, claims, execution }, 1);

it('asks an engine that does not answer for ever, never with another attempt, and ever more seldom', () => {
  for (const execution of ['notStarted', 'mayBeStarted'] as const) {
    const steps = [1, 2, 3, 4, 5, 6, 100].map(claims => after('transient', execution, claims));
    expect(new Set(steps.map(({ step }) => step))).toEqual(new Set(['rest']));
    expect(steps.map(step => 'delayMs' in step && step.delayMs / 1_000)).toEqual([
      2, 6, 18, 54, 162, 300, 300,
    ]);
  }
});

it('puts back into the queue only what was surely not started', () => {
  expect(after('throttled', 'notStarted')).toMatchObject({ step: 'postpone' });
  expect(after('throttled', 'mayBeStarted')).toMatchObject({ step: 'rest' });
  expect(after('throttled', 'succeeded', 50)).toMatchObject({ step: 'rest' });
  expect(after('throttled', 'started')).toMatchObject({ step: 'retry', attempt: 1 });
});

it('reads rows again before it pays for them again', () => {
  const steps = [1, 2, 3, 4].map(claims => after('transient', 'succeeded', claims).step);
  expect(steps).toEqual(['rest', 'rest', 'rest', 'retry']);
});

it('makes three attempts of what passes by itself, and one of what someone has to mend', () => {
  const attempts = [1, 2, 3].map(attempt => after('transient', 'started', 1, attempt).step);
  expect(attempts).toEqual(['retry', 'retry', 'giveUp']);
  for (const failure of ['definition', 'operator', 'budget'] as const) {
    for (const execution of ['notStarted', 'mayBeStarted', 'started', 'succeeded'] as const) {
      expect(after(failure, execution)).toEqual({ step: 'giveUp' });
    }
  }
});

it('spreads those that come back', () => {
  const delays = [0, 0.5, 1].map(random =>
    afterFailure({ class: 'transient', attempt: 1, claims: 3, execution: 'notStarted' }, random),
  );
  expect(delays.map(step => 'delayMs' in step && step.delayMs)).toEqual([9_000, 13_500, 18_000]);
});
