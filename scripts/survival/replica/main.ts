/**
 * A replica of the backend's working half: the project's own ledger, worker, tick, day store and Athena engine, put
 * together as the plugin does, without the rest of Backstage.
 */
import { jumpClock } from './wrongClock';
import type { LoggerService } from '@backstage/backend-plugin-api';
import knexFactory from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseDayStore } from '../../../plugins/service-insights-backend/src/database/DatabaseDayStore';
import { DatabaseRunStore } from '../../../plugins/service-insights-backend/src/database/DatabaseRunStore';
import { openWorkingHalf } from '../../../plugins/service-insights-backend/src/testing/openWorkingHalf';
import { hookStatements } from './hookStatements';
import { hurried } from './hurried';
import { NamedPoints } from './NamedPoints';
import { openEngine } from './openEngine';
import { replicaMessageSchema, replicaOrdersSchema, type ReplicaReport } from './orders';
import { sample } from './sample';
import { withPoints } from './withPoints';

/** The scheduler's stand-in looks far more often than once a minute, on every replica. */
const tickMs = { least: 250, most: 600 };

async function main() {
  const orders = replicaOrdersSchema.parse(JSON.parse(process.env.SURVIVAL_ORDERS ?? ''));
  let { shiftMs } = orders;
  jumpClock(orders.jumpMs);
  const points = new NamedPoints(orders.trap, point => report({ kind: 'passed', point }));
  const knex = knexFactory({
    client: 'pg',
    connection: { connectionString: orders.connectionString, application_name: orders.name },
    pool: { min: 0, max: 6 },
  });
  hookStatements(knex, points, orders.sabotage);
  const clock = () => Date.now() + shiftMs;
  const ledger = new DatabaseRunStore(knex, clock, { leaseMs: orders.leaseMs });
  const runs = hurried(withPoints(ledger, 'runs', points), orders.hurry);
  const days = withPoints(new DatabaseDayStore(knex, clock), 'days', points);
  const engine = openEngine(orders, points);
  const { tick, sweeper, worker, derivation } = await openWorkingHalf({
    knex,
    definitions: orders.datasets,
    engines: [engine],
    clock,
    logger,
    runs,
    days,
    onDrained: async (_, datasetIds) => derivation.run(datasetIds),
  });

  let isStopping = false;
  process.once('SIGTERM', async () => {
    isStopping = true;
    // As Backstage's lifecycle does it: a hook that fails is logged, and the process ends all the same.
    await worker.stop().catch(error => logger.warn(`The worker did not stop in order: ${error}`));
    await engine.close?.();
    await knex.destroy();
    process.exit(0);
  });
  process.on('message', message => {
    const told = replicaMessageSchema.parse(message);
    if (told.kind === 'sample') {
      report(sample());
      return;
    }
    shiftMs = told.shiftMs;
    jumpClock(told.jumpMs);
  });
  worker.start();
  report({ kind: 'ready' });
  while (!isStopping) {
    try {
      if ((await tick.run()) > 0) worker.wake();
      await sweeper.sweep();
    } catch (error) {
      logger.warn(`The tick failed: ${error}`);
    }
    await sleep(tickMs.least + Math.random() * (tickMs.most - tickMs.least));
  }
}

function report(what: ReplicaReport): void {
  process.send?.(what);
}

const logger: LoggerService = {
  error: (message, meta) => console.log('error', message, meta ?? ''),
  warn: message => console.log('warn', message),
  info: message => console.log('info', message),
  debug: () => {},
  child: () => logger,
};

// As Backstage does: what nobody caught is logged, and the process goes on.
process.on('uncaughtException', error => console.log('UNCAUGHT', error));
process.on('unhandledRejection', error => console.log('UNCAUGHT', error));
// Nothing outlives whoever started it.
process.on('disconnect', () => process.exit(1));

main().catch(error => {
  console.log('The replica did not start:', error);
  process.exit(75);
});
