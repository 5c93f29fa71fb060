import { mockServices } from '@backstage/backend-test-utils';
import type { Engine, EngineRunStatus } from 'backstage-plugin-service-insights-node';
import { EnginePoller } from './EnginePoller';

const cost = { bytesScanned: 0, bytesBilled: 0, usd: 0 };

/** An engine whose runs take as long as their ids say, in milliseconds. */
function timedEngine(): { engine: Engine; calls: string[][]; startedAt: Map<string, number> } {
  const calls: string[][] = [];
  const startedAt = new Map<string, number>();
  const unused = () => {
    throw new Error('not asked here');
  };
  const engine: Engine = {
    name: 'timed',
    start: unused,
    rows: unused,
    stop: unused,
    async status(ids) {
      calls.push([...ids]);
      const nowMs = performance.now();
      return new Map(
        ids.flatMap((id): [string, EngineRunStatus][] => {
          const since = startedAt.get(id);
          if (since === undefined) return [];
          const isOver = nowMs - since >= Number(id.split(' ')[0]);
          return [
            [id, isOver ? { state: 'succeeded', cost, reused: false } : { state: 'running' }],
          ];
        }),
      );
    },
  };
  return { engine, calls, startedAt };
}

it('sees runs end soon after they do, and asks about many at once', async () => {
  const { engine, calls, startedAt } = timedEngine();
  const poller = new EnginePoller(engine, mockServices.logger.mock());
  const runs = Array.from({ length: 50 }, (_, i) => `${300 + i * 20} ms`);
  for (const id of runs) startedAt.set(id, performance.now());
  const { signal } = new AbortController();
  await Promise.all(runs.map(id => poller.wait(id, signal)));
  expect(calls.length).toBeLessThanOrEqual(runs.length);
});

it('first looks at a run after 100 to 150 ms, then in pauses that grow by a quarter', async () => {
  const { engine, startedAt } = timedEngine();
  const looksMs: number[] = [];
  const sinceMs = performance.now();
  startedAt.set('2000 ms', sinceMs);
  const noted: Engine = {
    ...engine,
    async status(ids) {
      looksMs.push(performance.now() - sinceMs);
      return engine.status(ids);
    },
  };
  const poller = new EnginePoller(noted, mockServices.logger.mock());
  await poller.wait('2000 ms', new AbortController().signal);
  // A timer is not earlier than it says, but for less than a millisecond; how much later is up to the machine.
  expect(looksMs[0]).toBeGreaterThan(99);
  expect(looksMs.length).toBeLessThanOrEqual(8);
  const pausesMs = looksMs.map((atMs, i) => atMs - (looksMs[i - 1] ?? 0));
  const planned = (n: number) => 150 * 1.25 ** n;
  pausesMs.forEach((pauseMs, n) => expect(pauseMs).toBeGreaterThan(planned(n) * 0.95));
});

it('gives up on a run the engine does not know, and on one it is told to leave', async () => {
  const { engine, startedAt } = timedEngine();
  const poller = new EnginePoller(engine, mockServices.logger.mock());
  expect(await poller.wait('unknown', new AbortController().signal)).toBeUndefined();
  startedAt.set('100000 ms', performance.now());
  const leaving = new AbortController();
  const waiting = poller.wait('100000 ms', leaving.signal);
  leaving.abort(new Error('leaving'));
  await expect(waiting).rejects.toThrow('leaving');
});

it('asks again when the engine does not answer', async () => {
  const { engine, startedAt } = timedEngine();
  let failures = 3;
  const shaky: Engine = {
    ...engine,
    async status(ids) {
      if (failures-- > 0) throw new Error('connection reset');
      return engine.status(ids);
    },
  };
  startedAt.set('10 ms', performance.now());
  const poller = new EnginePoller(shaky, mockServices.logger.mock());
  const status = await poller.wait('10 ms', new AbortController().signal);
  expect(status?.state).toBe('succeeded');
  expect(failures).toBe(-1);
});
