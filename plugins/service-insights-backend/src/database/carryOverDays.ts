import type { Knex } from 'knex';
import type { CarriedOver } from '../publish/DayStore';

type VersionRow = { shape: string | null; lake: string | null };
type PublishedKey = { source: string; day: string; state: string };

/**
 * Gives the days of the version that is served to another one, and serves that: in one transaction, and with the
 * dataset's row locked against publishing. What the new version has read by itself stays.
 */
export async function carryOverDays(
  tx: Knex.Transaction,
  datasetId: string,
  version: number,
): Promise<CarriedOver> {
  const dataset = await tx('datasets')
    .where({ dataset_id: datasetId })
    .forUpdate()
    .first('active_version');
  const served: number | null = dataset?.active_version ?? null;
  if (served === null || served === version) return 'none';
  const versions: VersionRow[] = await tx('dataset_versions')
    .where({ dataset_id: datasetId })
    .whereIn('version', [served, version])
    .select('shape', 'lake');
  if (!areAlike(versions, 'shape')) return 'refused';

  await removeDoubles(tx, datasetId, served, version);
  const ofServed = { dataset_id: datasetId, version: served };
  await tx('service_days').where(ofServed).update({ version });
  await tx('dataset_days')
    .where(ofServed)
    .update({
      version,
      read_version: tx.raw('coalesce(read_version, version)'),
      // What another lake says of a day cannot be compared with what this one said.
      ...(areAlike(versions, 'lake') ? {} : { source_version: null }),
    });
  await tx('datasets')
    .where({ dataset_id: datasetId })
    .update({ active_version: version, revision: tx.raw('revision + 1') });
  return 'carried';
}

/** Whether two versions have the same of something. What of a version from before this was kept, nobody knows. */
function areAlike(versions: readonly VersionRow[], of: keyof VersionRow): boolean {
  const [first, second] = versions;
  return first?.[of] !== null && first?.[of] === second?.[of];
}

/** Of a day that both versions have, one goes: the old one, unless it alone is complete. */
async function removeDoubles(
  tx: Knex.Transaction,
  datasetId: string,
  served: number,
  version: number,
): Promise<void> {
  const daysOf = (of: number): Promise<PublishedKey[]> =>
    tx('dataset_days')
      .where({ dataset_id: datasetId, version: of })
      .select('source', 'day', 'state');
  const keyOf = ({ source, day }: PublishedKey) => JSON.stringify([source, day]);
  const own = new Map((await daysOf(version)).map(day => [keyOf(day), day]));
  for (const old of await daysOf(served)) {
    const double = own.get(keyOf(old));
    if (double === undefined) continue;
    const isOldBetter = old.state === 'complete' && double.state !== 'complete';
    const key = {
      dataset_id: datasetId,
      version: isOldBetter ? version : served,
      source: old.source,
      day: old.day,
    };
    await tx('service_days').where(key).delete();
    await tx('dataset_days').where(key).delete();
  }
}
