import type { PortfolioQuery, ServicesQuery } from 'backstage-plugin-service-insights-common';
import { datasetStatuses } from './datasetStatuses';
import type { Answered, Caller, Entities, InsightReader, Question } from './InsightReader';
import type { Published } from './Published';
import { readAnswers } from './readAnswers';
import { readPortfolio } from './readPortfolio';
import { readServices } from './readServices';
import { resolveQuestion } from './resolveQuestion';
import { ServedDatasets, type ServedDatasetsOptions } from './ServedDatasets';
import { settleAll } from './settleAll';

type Options = ServedDatasetsOptions & {
  /** Every entity, for the coverage that operators see. */
  allEntities: () => Promise<Entities>;
};

/** Reads insights from what was published. It asks nobody whether it may: see `AuthorizedInsightReader`. */
export class RollupInsightReader implements InsightReader {
  readonly #options: Options;
  readonly #published: Published;

  constructor(options: Options) {
    const { store, datasets } = options;
    this.#options = options;
    this.#published = { store, datasets, served: new ServedDatasets(options) };
  }

  async answer(questions: readonly Question[], { entities }: Caller): Promise<Answered[]> {
    const [found, heads] = await Promise.all([
      entities.byRefs(questions.map(({ entityRef }) => entityRef)),
      this.#published.served.heads(),
    ]);
    const resolved = await settleAll(questions, question =>
      resolveQuestion(this.#published, question, found.get(question.entityRef), heads),
    );
    const answerOf = await readAnswers(
      this.#published,
      resolved.flatMap(result => (result.status === 'ok' ? [result.value] : [])),
    );
    const answered = await settleAll(resolved, async result => {
      if (result.status === 'error') throw result.error;
      return answerOf(result.value);
    });
    return answered.map(result =>
      result.status === 'ok' ? { status: 'ok', answer: result.value } : result,
    );
  }

  services(query: ServicesQuery, { entities }: Caller) {
    return readServices(this.#published, query, entities);
  }

  portfolio(entityRef: string, query: PortfolioQuery, { entities }: Caller) {
    return readPortfolio(this.#published, entityRef, query, entities);
  }

  async datasets() {
    const { store, datasets, allEntities, now } = this.#options;
    const { served } = this.#published;
    const heads = await served.heads();
    const at = await Promise.all(
      datasets.all().map(async dataset => ({
        ...(await served.at(dataset, heads)),
        head: heads.get(dataset.definition.id),
      })),
    );
    return {
      datasets: await datasetStatuses({
        store,
        served: at,
        entities: await (await allEntities()).candidates(),
        now: now(),
      }),
      refused: datasets.refused().map(({ origin, path, message }) => ({ origin, path, message })),
    };
  }
}
