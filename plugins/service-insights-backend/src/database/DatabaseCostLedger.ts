import { toDay, type Day } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import type { CostLedger } from '../budget/CostLedger';
import type { BilledRun } from '../budget/estimateRun';
import type { RunRow } from './rows';

type BilledRow = Pick<RunRow, 'bytes_billed' | 'usd'>;

/** So many runs tell what the next one costs. */
const recent = 30;

/** What the runs of the ledger in the plugin's database were billed. */
export class DatabaseCostLedger implements CostLedger {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async recentRuns(datasetId: string, source: string): Promise<BilledRun[]> {
    const rows: BilledRow[] = await this.#billed()
      .where({ dataset_id: datasetId, source })
      .orderBy('finished_at', 'desc')
      .limit(recent)
      .select('bytes_billed', 'usd');
    return rows.map(toBilledRun);
  }

  async billedRun(sources: readonly string[]): Promise<BilledRun | undefined> {
    const row: BilledRow | undefined = await this.#billed()
      .whereIn('source', [...sources])
      .where('bytes_billed', '>', 0)
      .orderBy('finished_at', 'desc')
      .first('bytes_billed', 'usd');
    return row && toBilledRun(row);
  }

  async runsOfDays(
    datasetId: string,
    source: string,
    days: readonly Day[],
  ): Promise<Map<Day, BilledRun>> {
    const wanted = new Set(days);
    const inOrder = [...wanted].sort();
    const rows: (BilledRow & { day: string })[] = await this.#billed()
      .where({ dataset_id: datasetId, source })
      .whereBetween('day', [inOrder[0] ?? '', inOrder[inOrder.length - 1] ?? ''])
      .orderBy('finished_at')
      .select('day', 'bytes_billed', 'usd');
    const ran = rows.map(row => [toDay(row.day), toBilledRun(row)] as const);
    return new Map(ran.filter(([day]) => wanted.has(day)));
  }

  #billed() {
    return this.#knex('runs').where({ state: 'done' }).whereNotNull('usd');
  }
}

function toBilledRun(row: BilledRow): BilledRun {
  return { bytesBilled: Number(row.bytes_billed), usd: Number(row.usd) };
}
