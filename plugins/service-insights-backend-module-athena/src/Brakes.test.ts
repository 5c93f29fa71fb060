import { Brakes } from './Brakes';
import type { QueryExecution } from './responses';

const hourMs = 3_600_000;

function execution(State: 'QUEUED' | 'RUNNING'): QueryExecution {
  return { QueryExecutionId: 'query', Status: { State } };
}

describe('Brakes', () => {
  let nowMs = 0;
  const brakesOf = () => new Brakes({ queueMs: 1_000, runMs: 5_000 }, () => nowMs);

  it('does not stop a query because the clock of this machine jumps', () => {
    const brakes = new Brakes({ queueMs: hourMs / 2, runMs: hourMs / 2 });
    expect(brakes.mustStop(execution('RUNNING'))).toBe(false);
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + hourMs);
    expect(brakes.mustStop(execution('RUNNING'))).toBe(false);
    jest.restoreAllMocks();
  });

  it('stops a query once that waits or runs too long', () => {
    const waiting = brakesOf();
    waiting.mustStop(execution('QUEUED'));
    nowMs += 1_001;
    expect(waiting.mustStop(execution('QUEUED'))).toBe(true);
    expect(waiting.reasonOf('query')).toBe('queue');
    expect(waiting.mustStop(execution('QUEUED'))).toBe(false);

    const running = brakesOf();
    running.mustStop(execution('QUEUED'));
    nowMs += 900;
    running.mustStop(execution('RUNNING'));
    nowMs += 4_900;
    expect(running.mustStop(execution('RUNNING'))).toBe(false);
    nowMs += 101;
    expect(running.mustStop(execution('RUNNING'))).toBe(true);
    expect(running.reasonOf('query')).toBe('run');
  });
});
