import {
  backfillAnswerSchema,
  erasureAnswerSchema,
  operatedDatasetsAnswerSchema,
  pausesAnswerSchema,
  planAnswerSchema,
  refreshAnswerSchema,
  runsAnswerSchema,
  type BackfillAnswer,
  type BackfillRequest,
  type ErasureAnswer,
  type ErasureRequest,
  type OperatedDatasetsAnswer,
  type PauseRequest,
  type PausesAnswer,
  type PlanAnswer,
  type RefreshAnswer,
  type RunsAnswer,
} from 'backstage-plugin-service-insights-common';
import { z } from 'zod';
import { CommandError } from '../CommandError';

/** So long a portal may take over an answer. */
const patienceMs = 60_000;

const errorSchema = z.object({ error: z.object({ name: z.string(), message: z.string() }) });

/** A portal's routes for operators. Every answer is checked against the schema the portal publishes. */
export class OperatorClient {
  readonly #base: string;
  readonly #token: string;

  /** @param url - of the portal's backend, as `https://portal.example.com` */
  constructor(url: string, token: string) {
    this.#base = `${url.replace(/\/+$/, '')}/api/service-insights/v1/operator`;
    this.#token = token;
  }

  runs(query: Record<string, string | undefined>): Promise<RunsAnswer> {
    const given = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    return this.#ask(`/runs?${new URLSearchParams(given)}`, runsAnswerSchema);
  }

  datasets(): Promise<OperatedDatasetsAnswer> {
    return this.#ask('/datasets', operatedDatasetsAnswerSchema);
  }

  plan(dataset: string): Promise<PlanAnswer> {
    return this.#ask(`${pathOf(dataset)}/plan`, planAnswerSchema);
  }

  refresh(dataset: string): Promise<RefreshAnswer> {
    return this.#ask(`${pathOf(dataset)}/refresh`, refreshAnswerSchema, {});
  }

  backfill(dataset: string, body: BackfillRequest): Promise<BackfillAnswer> {
    return this.#ask(`${pathOf(dataset)}/backfill`, backfillAnswerSchema, body);
  }

  /** @param dataset - nothing for all */
  pause(dataset: string | undefined, body: PauseRequest): Promise<PausesAnswer> {
    return this.#ask(`${pathOf(dataset)}/pause`, pausesAnswerSchema, body);
  }

  /** @param dataset - nothing for all */
  resume(dataset: string | undefined): Promise<PausesAnswer> {
    return this.#ask(`${pathOf(dataset)}/resume`, pausesAnswerSchema, {});
  }

  erase(body: ErasureRequest): Promise<ErasureAnswer> {
    return this.#ask('/erasures', erasureAnswerSchema, body);
  }

  async #ask<T extends z.ZodType>(path: string, schema: T, body?: object): Promise<z.output<T>> {
    const response = await this.#fetch(path, body);
    const text = await response.text();
    const answer = parseJson(text);
    if (!response.ok) {
      const said = errorSchema.safeParse(answer);
      throw new CommandError(
        said.success
          ? `The portal answers ${response.status}: ${said.data.error.message}`
          : `The portal answers ${response.status}`,
      );
    }
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new CommandError(
      `The portal answers what this version does not know: ${z.prettifyError(parsed.error)}`,
    );
  }

  async #fetch(path: string, body: object | undefined): Promise<Response> {
    try {
      return await fetch(this.#base + path, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          Authorization: `Bearer ${this.#token}`,
          ...(body && { 'Content-Type': 'application/json' }),
        },
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout(patienceMs),
      });
    } catch (error) {
      const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw new CommandError(`${this.#base} cannot be reached: ${reason}`);
    }
  }
}

function pathOf(dataset: string | undefined): string {
  return dataset === undefined ? '' : `/datasets/${encodeURIComponent(dataset)}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
