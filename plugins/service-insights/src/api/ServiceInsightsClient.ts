import { parseEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import type { FetchApi } from '@backstage/frontend-plugin-api';
import type {
  BatchRequestInput,
  BatchResult,
  InsightAnswer,
  InsightId,
  PortfolioAnswer,
} from 'backstage-plugin-service-insights-common';
import { isAnswerTo } from './answers';
import { InsightRequestError } from './InsightRequestError';
import type { InsightRequest, PortfolioRequest, ServiceInsightsApi } from './serviceInsightsApiRef';

/** How long questions are collected: the cards of a page mount within a frame or two of each other. */
const collectMs = 12;

/** What the backend takes in one batch. */
const mostQuestionsPerBatch = 100;

/** A question that is waiting or on its way, and how many consumers still want its answer. */
type Question = {
  key: string;
  request: InsightRequest;
  consumers: number;
  answer: Promise<InsightAnswer>;
  resolve(answer: InsightAnswer): void;
  reject(error: unknown): void;
  /** Stops the batch the question travels in, once nobody wants any of its answers. */
  leave(): void;
};

/**
 * Asks the backend, in as few requests as there can be: questions of the same moment become one batch, equal questions
 * one question. Nothing is kept after it is answered.
 */
export class ServiceInsightsClient implements ServiceInsightsApi {
  readonly #fetchApi: FetchApi;
  readonly #open = new Map<string, Question>();
  #collecting: Question[] = [];

  constructor(options: { fetchApi: FetchApi }) {
    this.#fetchApi = options.fetchApi;
  }

  async getInsight<I extends InsightId>(
    request: InsightRequest<I>,
    options: { signal?: AbortSignal } = {},
  ): Promise<InsightAnswer<I>> {
    options.signal?.throwIfAborted();
    const question = this.#join(request);
    const answer = await this.#consume(question, options.signal);
    if (!isAnswerTo(request.insight, answer)) {
      throw new TypeError(`The backend did not answer the question about ${request.insight}`);
    }
    return answer;
  }

  async getPortfolio(
    { entityRef, query }: PortfolioRequest,
    options: { signal?: AbortSignal } = {},
  ): Promise<PortfolioAnswer> {
    const { kind, namespace, name } = parseEntityRef(entityRef);
    const path = [kind.toLocaleLowerCase('en-US'), namespace, name].map(encodeURIComponent);
    const asked = new URLSearchParams({ ...query });
    return this.#fetchJson(`portfolio/${path.join('/')}${asked.size > 0 ? `?${asked}` : ''}`, {
      signal: options.signal,
    });
  }

  #join(request: InsightRequest): Question {
    const key = keyOf(request);
    const known = this.#open.get(key);
    if (known) return known;
    const question = newQuestion(key, request);
    this.#open.set(key, question);
    if (this.#collecting.length === 0) setTimeout(() => this.#sendCollected(), collectMs);
    this.#collecting.push(question);
    return question;
  }

  #consume(question: Question, signal: AbortSignal | undefined): Promise<InsightAnswer> {
    question.consumers += 1;
    return new Promise((resolve, reject) => {
      const withdraw = () => {
        question.consumers -= 1;
        if (question.consumers === 0) this.#drop(question);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', withdraw, { once: true });
      const settled = () => signal?.removeEventListener('abort', withdraw);
      question.answer.finally(settled).then(resolve, reject);
    });
  }

  /** Forgets a question nobody wants any more, so that the next to ask it asks anew. */
  #drop(question: Question) {
    if (this.#open.get(question.key) === question) this.#open.delete(question.key);
    question.leave();
  }

  #sendCollected() {
    const wanted = this.#collecting.filter(question => question.consumers > 0);
    this.#collecting = [];
    for (let first = 0; first < wanted.length; first += mostQuestionsPerBatch) {
      void this.#send(wanted.slice(first, first + mostQuestionsPerBatch));
    }
  }

  async #send(questions: Question[]): Promise<void> {
    const controller = new AbortController();
    for (const question of questions) {
      question.leave = () => {
        if (questions.every(({ consumers }) => consumers === 0)) controller.abort();
      };
    }
    try {
      const results = await this.#post(
        questions.map(({ request }) => request),
        controller.signal,
      );
      questions.forEach((question, index) => settle(question, results[index]));
    } catch (error) {
      for (const question of questions) question.reject(error);
    } finally {
      for (const question of questions) {
        if (this.#open.get(question.key) === question) this.#open.delete(question.key);
      }
    }
  }

  async #post(requests: InsightRequest[], signal: AbortSignal): Promise<BatchResult[]> {
    const body: BatchRequestInput = { requests };
    const { results }: { results?: BatchResult[] } = await this.#fetchJson('insights/batch', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
    if (results?.length !== requests.length) {
      throw new TypeError('The backend did not answer every question of the batch');
    }
    return results;
  }

  async #fetchJson(path: string, init: RequestInit) {
    const response = await this.#fetchApi.fetch(`plugin://service-insights/v1/${path}`, init);
    if (!response.ok) {
      const { statusCode, message, body } = await ResponseError.fromResponse(response);
      throw new InsightRequestError(statusCode, { name: body.error.name, message });
    }
    return response.json();
  }
}

function newQuestion(key: string, request: InsightRequest): Question {
  let resolve: Question['resolve'] = () => {};
  let reject: Question['reject'] = () => {};
  const answer = new Promise<InsightAnswer>((onAnswer, onError) => {
    resolve = onAnswer;
    reject = onError;
  });
  // A question may fail after its last consumer left: nobody is there to hear it.
  answer.catch(() => {});
  return { key, request, consumers: 0, answer, resolve, reject, leave: () => {} };
}

function settle(question: Question, result: BatchResult) {
  if (result.status === 'ok') question.resolve(result.answer);
  else question.reject(new InsightRequestError(result.statusCode, result.error));
}

/** Equal questions have equal keys, however their queries were written down. */
function keyOf({ entityRef, insight, query = {} }: InsightRequest): string {
  const asked = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([entityRef.toLocaleLowerCase('en-US'), insight, asked]);
}
