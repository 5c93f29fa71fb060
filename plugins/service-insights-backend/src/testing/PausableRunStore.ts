import { DatabaseRunStore } from '../database/DatabaseRunStore';
import type { ClaimedRun } from '../runs/Run';
import type { RunSource } from '../runs/RunStore';

/** The ledger of a process that can be paused: what it does waits until it goes on. */
export class PausableRunStore extends DatabaseRunStore {
  #going = Promise.resolve();

  /** @returns what lets it go on */
  pause(): () => void {
    let resume = () => {};
    this.#going = new Promise(resolve => {
      resume = resolve;
    });
    return () => resume();
  }

  override async claim(
    owner: string,
    sources: readonly RunSource[],
    limit: number,
    held?: readonly RunSource[],
  ): Promise<ClaimedRun[]> {
    await this.#going;
    return super.claim(owner, sources, limit, held);
  }

  override async extend(owner: string, ids: readonly string[]): Promise<Map<string, number>> {
    await this.#going;
    return super.extend(owner, ids);
  }

  override async reading(run: ClaimedRun): Promise<boolean> {
    await this.#going;
    return super.reading(run);
  }
}
