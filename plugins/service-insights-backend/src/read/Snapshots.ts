import type { LoadedDataset } from '../definitions/LoadedDataset';
import { DatasetSnapshot } from './DatasetSnapshot';
import type { DatasetHead, RollupStore } from './RollupStore';

/**
 * The days of each dataset, kept in memory until its revision moves: a read then costs one look at the revision.
 */
export class Snapshots {
  readonly #store: RollupStore;
  readonly #latest = new Map<string, { key: string; snapshot: Promise<DatasetSnapshot> }>();

  constructor(store: RollupStore) {
    this.#store = store;
  }

  /** The days of a dataset as they are at the revision of a head. */
  async at(dataset: LoadedDataset, head: DatasetHead | undefined): Promise<DatasetSnapshot> {
    const { id } = dataset.definition;
    const key = `${head?.version} ${head?.revision} ${dataset.fingerprint}`;
    const known = this.#latest.get(id);
    if (known?.key === key) return known.snapshot;
    const snapshot = this.#load(dataset, head);
    this.#latest.set(id, { key, snapshot });
    snapshot.catch(() => this.#forget(id, key));
    return snapshot;
  }

  #forget(id: string, key: string): void {
    if (this.#latest.get(id)?.key === key) this.#latest.delete(id);
  }

  async #load(dataset: LoadedDataset, head: DatasetHead | undefined): Promise<DatasetSnapshot> {
    const { definition, sources } = dataset;
    const version = { datasetId: definition.id, version: head?.version ?? dataset.version };
    return new DatasetSnapshot({
      ...version,
      revision: head?.revision ?? 0,
      sources: sources.map(({ name }) => name),
      emptyDay: definition.emptyDay,
      days: head?.version === undefined ? [] : await this.#store.publishedDays(version),
    });
  }
}
