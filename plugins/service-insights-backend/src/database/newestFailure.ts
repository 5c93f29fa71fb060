import type { Knex } from 'knex';
import type { RunRow } from './rows';

/** What is told of a failure. */
export type FailureRow = Pick<
  RunRow,
  'id' | 'day' | 'started_at' | 'finished_at' | 'error_class' | 'error_code' | 'error_message'
>;

/** The newest failure that no later run of its day has made good; one that still goes on before all others. */
export async function newestFailure(
  knex: Knex,
  { datasetId, version }: { datasetId: string; version: number },
): Promise<FailureRow | undefined> {
  return knex<RunRow>('runs')
    .where({ dataset_id: datasetId, version })
    .whereIn('state', ['failed', 'starting', 'publishing']) // while an engine is silent, a run stays where it is
    .whereNotNull('error_class')
    .whereNotExists(made =>
      made
        .from('runs as later')
        .whereRaw('later.dataset_id = runs.dataset_id AND later.version = runs.version')
        .whereRaw('later.source = runs.source AND later.day = runs.day')
        .whereRaw("later.state = 'done' AND later.created_at > runs.created_at"),
    )
    .orderByRaw('finished_at IS NULL DESC, finished_at DESC')
    .first('id', 'day', 'started_at', 'finished_at', 'error_class', 'error_code', 'error_message');
}
