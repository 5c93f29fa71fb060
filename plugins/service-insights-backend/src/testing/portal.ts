import { mockServices } from '@backstage/backend-test-utils';
import { toDay, type DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import type { Engine } from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import type { PortalLimits } from '../budget/BudgetLimits';
import type { Budgets } from '../budget/Budgets';
import type { PauseStore } from '../budget/PauseStore';
import type { Datasets } from '../definitions/LoadedDataset';
import { CustomerErasure } from '../erase/CustomerErasure';
import { decodeServiceDay } from '../publish/encodeServiceDay';
import type { ServiceDay } from '../publish/ServiceDay';
import type { RunStore } from '../runs/RunStore';
import type { OnShutdown, RunWorker } from '../runs/RunWorker';
import { Backfill } from '../tasks/Backfill';
import { SourceCalendar } from '../tasks/SourceCalendar';
import { openWorkingHalf } from './openWorkingHalf';

/** One replica's left half: planning and carrying out, without HTTP. */
export type Replica = {
  /** Plans, and carries out until nothing is due. @returns how many runs were planned */
  refresh(): Promise<number>;
  plan(): Promise<number>;
  /** Ends what is to be ended. */
  sweep(): Promise<void>;
  /** Computes what is derived from the days. */
  derive(): Promise<void>;
  erasure: CustomerErasure;
  worker: RunWorker;
  datasets: Datasets;
  budgets: Budgets;
  pauses: PauseStore;
  backfill: Backfill;
  stop(onShutdown?: OnShutdown): Promise<void>;
};

/** Starts a replica on a database that is migrated. */
export async function startReplica(options: {
  knex: Knex;
  definitions: readonly DatasetDefinitionInput[];
  engines: readonly Engine[];
  now: () => number;
  limits?: PortalLimits;
  isStopped?: boolean;
  runs?: RunStore;
}): Promise<Replica> {
  const { now, ...others } = options;
  const { knex } = options;
  const logger = mockServices.logger.mock();
  const half = await openWorkingHalf({ ...others, clock: now, logger, hashKey: 'a secret' });
  const { engines, runs, days, plans, datasets, budgets, pauses, tick, worker } = half;
  worker.start();
  return {
    worker,
    datasets,
    budgets,
    pauses,
    backfill: new Backfill({
      calendar: new SourceCalendar(engines),
      runs,
      plans,
      clock: now,
      logger,
    }),
    plan: () => tick.run(),
    sweep: () => half.sweeper.sweep(),
    derive: () => half.derivation.run(),
    erasure: new CustomerErasure({ knex, datasets, days, hashKey: 'a secret', clock: now }),
    async refresh() {
      const planned = await tick.run();
      worker.wake();
      await untilNothingIsDue(knex);
      await tick.run();
      return planned;
    },
    stop: onShutdown => worker.stop(onShutdown),
  };
}

/** Waits until no run is open, other than those that wait for a later attempt. */
export async function untilNothingIsDue(knex: Knex): Promise<void> {
  await until(async () => {
    const [{ open }] = await knex('runs')
      .whereIn('state', ['queued', 'starting', 'running', 'publishing', 'stopping'])
      .andWhere(either =>
        either.whereNot('state', 'queued').orWhere('attempt', 1).orWhere('due_at', '<', Date.now()),
      )
      .count({ open: '*' });
    return Number(open) === 0;
  });
}

/** Waits until something holds, for a while. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('It did not come to hold in 20 s');
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

/** What is served of a day, by service. */
export async function servedDay(knex: Knex, day: string): Promise<ServiceDay[]> {
  const rows = await knex('service_days')
    .join('service_day_payloads', 'service_day_id', 'service_days.id')
    .join('datasets', join =>
      join
        .on('datasets.dataset_id', 'service_days.dataset_id')
        .andOn('datasets.active_version', 'service_days.version'),
    )
    .where({ day })
    .orderBy(['service', 'region']);
  return rows.map(({ service, region, payload }) =>
    decodeServiceDay(payload, { service, region, day: toDay(day) }),
  );
}
