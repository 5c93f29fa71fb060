import { randomBytes } from 'node:crypto';
import type { Engine } from 'backstage-plugin-service-insights-node';
import { localEngine } from '../../../plugins/service-insights-backend-module-athena/src/__testUtils__/localEngine';
import type { NamedPoints } from './NamedPoints';
import type { ReplicaOrders } from './orders';
import { withPoints } from './withPoints';

/** Faults that never answer are given up sooner than in production, so that a run with many of them ends. */
const patience = { requestMs: 2_500, callMs: 8_000 };

/** The Athena engine of a replica, as the module makes it; statements are not validated at each of a thousand starts. */
export function openEngine(orders: ReplicaOrders, points: NamedPoints): Engine {
  const limits = { concurrency: orders.concurrency, startsPerSecond: 20, readsPerSecond: 100 };
  const engine = withPoints(
    localEngine(orders.endpoint, { limits }, { patience }),
    'engine',
    points,
  );
  return {
    name: engine.name,
    concurrency: engine.concurrency,
    start: (statement, started) =>
      engine.start(
        statement,
        orders.sabotage === 'random-token'
          ? { ...started, token: randomBytes(32).toString('hex') }
          : started,
      ),
    status: ids => engine.status(ids),
    rows: (id, read) => engine.rows(id, read),
    stop: id => engine.stop(id),
    close: () => engine.close?.() ?? Promise.resolve(),
  };
}
