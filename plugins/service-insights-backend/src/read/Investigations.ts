import { ServiceUnavailableError } from '@backstage/errors';
import { investigate, type Inquiry, type Investigation } from './investigate';
import type { Published } from './Published';
import type { ResolvedQuestion } from './resolveQuestion';

/** How often a read starts over because a day was published meanwhile. */
const mostAttempts = 3;

/** What was found, of the revision it was found at. */
export type Investigated = { one: ResolvedQuestion; found: Investigation };

/** What the questions of one call are answered from, read once for those that need the same days. */
export class Investigations {
  readonly #published: Published;
  readonly #begun = new Map<string, Promise<Investigated>>();

  constructor(published: Published) {
    this.#published = published;
  }

  /**
   * What a question is answered from.
   *
   * @throws ServiceUnavailableError while days are published faster than they can be read
   */
  of(one: ResolvedQuestion): Promise<Investigated> {
    const key = keyOf(one);
    const begun = this.#begun.get(key) ?? this.#investigate(one);
    this.#begun.set(key, begun);
    return begun;
  }

  /** Reads again when a day was published in between, so that an answer is of one revision. */
  async #investigate(asked: ResolvedQuestion): Promise<Investigated> {
    const { store, served } = this.#published;
    const { id } = asked.dataset.definition;
    let one = asked;
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      const found = await investigate(store, inquiryOf(one));
      const heads = await store.heads([id]);
      if ((heads.get(id)?.revision ?? 0) === one.snapshot.revision) return { one, found };
      const at = await served.at(asked.dataset, heads);
      one = { ...one, ...at, periods: served.periods(at, asked.question.query) };
    }
    throw new ServiceUnavailableError('Days are being published. Ask again in a moment');
  }
}

function keyOf({ dataset, services, question, periods }: ResolvedQuestion): string {
  const { insight, query } = question;
  return JSON.stringify([
    dataset.definition.id,
    services,
    query.region,
    periods.period,
    periods.previous,
    query.limit,
    query.grain,
    query.operation,
    query.customer,
    insight === 'retention',
  ]);
}

function inquiryOf({ dataset, snapshot, services, question, periods }: ResolvedQuestion): Inquiry {
  const { insight, query } = question;
  const { datasetId, version } = snapshot;
  return {
    definition: dataset.definition,
    snapshot,
    scope: { datasetId, version, services, regions: query.region },
    periods,
    limit: query.limit,
    grain: query.grain,
    operations: query.operation,
    customer: query.customer,
    cohorts: insight === 'retention',
  };
}
