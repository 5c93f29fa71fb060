import type { PortfolioQuery, ServicesQuery } from 'backstage-plugin-service-insights-common';
import { statusCodeOf } from '../../router/shieldError';
import type { Caller, InsightReader, Question } from '../../read/InsightReader';
import type { ReadMetrics, ReadStatus } from './ReadMetrics';

/** Counts and times what another reader does. */
export class MeteredInsightReader implements InsightReader {
  readonly #reader: InsightReader;
  readonly #metrics: ReadMetrics;

  constructor(reader: InsightReader, metrics: ReadMetrics) {
    this.#reader = reader;
    this.#metrics = metrics;
  }

  async answer(questions: readonly Question[], caller: Caller) {
    const answered = await this.#timed('answer', () => this.#reader.answer(questions, caller));
    answered.forEach((one, i) =>
      this.#metrics.answered(
        questions[i].insight,
        one.status === 'ok' ? one.answer.meta.status : statusOf(one.error),
      ),
    );
    return answered;
  }

  async services(query: ServicesQuery, caller: Caller) {
    return this.#counted(
      'services',
      () => this.#reader.services(query, caller),
      ({ meta }) => meta.status,
    );
  }

  async portfolio(entityRef: string, query: PortfolioQuery, caller: Caller) {
    return this.#counted(
      'portfolio',
      () => this.#reader.portfolio(entityRef, query, caller),
      ({ datasets: [first] }) => first?.meta.status ?? 'noData',
    );
  }

  async datasets(caller: Caller) {
    return this.#timed('datasets', () => this.#reader.datasets(caller));
  }

  async #counted<T>(
    insight: string,
    read: () => Promise<T>,
    statusIn: (answer: T) => ReadStatus,
  ): Promise<T> {
    try {
      const answer = await this.#timed(insight, read);
      this.#metrics.answered(insight, statusIn(answer));
      return answer;
    } catch (error) {
      this.#metrics.answered(insight, statusOf(error));
      throw error;
    }
  }

  async #timed<T>(kind: string, read: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      return await read();
    } finally {
      this.#metrics.called(kind, performance.now() - startedAt);
    }
  }
}

/** What a caller did wrong is no fault of the portal. */
function statusOf(error: unknown): ReadStatus {
  return error instanceof Error && statusCodeOf(error) < 500 ? 'refused' : 'error';
}
