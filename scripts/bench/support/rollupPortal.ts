import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import type { Engine } from 'backstage-plugin-service-insights-node';
import knexFactory, { type Knex } from 'knex';
import { openDatabase } from '../../../plugins/service-insights-backend/src/database/openDatabase';
import type { Datasets } from '../../../plugins/service-insights-backend/src/definitions/LoadedDataset';
import { openWorkingHalf } from '../../../plugins/service-insights-backend/src/testing/openWorkingHalf';
import { problemsOnly } from './problemsOnly';

/** The part of the backend that reads the lake, on a SQLite file of its own. */
export type RollupPortal = {
  knex: Knex;
  datasets: Datasets;
  /** Plans, and carries out everything that is due. */
  rollUp(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts it as the plugin does. */
export async function startRollupPortal(options: {
  definitions: readonly DatasetDefinitionInput[];
  engine: Engine;
  /** Milliseconds since 1970. */
  clock: () => number;
}): Promise<RollupPortal> {
  const folder = await mkdtemp(join(tmpdir(), 'service-insights-bench-'));
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: { filename: join(folder, 'rollup.sqlite') },
    useNullAsDefault: true,
  });
  await openDatabase({ getClient: async () => knex });
  let drained = () => {};
  const { datasets, tick, worker } = await openWorkingHalf({
    knex,
    definitions: options.definitions,
    engines: [options.engine],
    clock: options.clock,
    logger: problemsOnly,
    onDrained: async planned => {
      if (planned === 0) drained();
    },
  });
  worker.start();
  return {
    knex,
    datasets,
    async rollUp() {
      const done = new Promise<void>(resolve => {
        drained = resolve;
      });
      await tick.run();
      worker.wake();
      await done;
    },
    async stop() {
      await worker.stop();
      await knex.destroy();
      await rm(folder, { recursive: true });
    },
  };
}
