import {
  batchResponseSchema,
  datasetsAnswerSchema,
  servicesAnswerSchema,
  type BatchRequestInput,
  type DatasetsAnswer,
  type ServicesAnswer,
} from 'backstage-plugin-service-insights-common';
import { z } from 'zod';

/** One answer of a batch. */
export type BatchItem = z.output<typeof batchResponseSchema>['results'][number];

/** The most requests a batch may hold. */
const batchSize = 100;

const signInSchema = z.object({ backstageIdentity: z.object({ token: z.string() }) });
const catalogSchema = z.object({ totalItems: z.number() });

/** Asks a portal's HTTP API as a signed-in user does; every answer is checked against its published schema. */
export class InsightsClient {
  /** Signs in as a guest. */
  static async signIn(baseUrl: string): Promise<InsightsClient> {
    const response = await fetch(`${baseUrl}/api/auth/guest/refresh`, {
      headers: { 'X-Requested-With': 'XMLHttpRequest' },
    });
    const { backstageIdentity } = await parse(response, signInSchema);
    return new InsightsClient(baseUrl, backstageIdentity.token);
  }

  private constructor(
    private readonly baseUrl: string,
    private readonly token: string,
  ) {}

  /** How the datasets are doing. */
  async datasets(): Promise<DatasetsAnswer> {
    return this.get('/api/service-insights/v1/datasets', datasetsAnswerSchema);
  }

  /** The services of a dataset in a period, most called first. */
  async services(query: Record<string, string>): Promise<ServicesAnswer> {
    const search = new URLSearchParams(query);
    return this.get(`/api/service-insights/v1/services?${search}`, servicesAnswerSchema);
  }

  /** Answers in the order of the requests. */
  async batch(requests: BatchRequestInput['requests']): Promise<BatchItem[]> {
    const items: BatchItem[] = [];
    for (let start = 0; start < requests.length; start += batchSize) {
      const response = await fetch(`${this.baseUrl}/api/service-insights/v1/insights/batch`, {
        method: 'POST',
        headers: { ...this.authorization(), 'Content-Type': 'application/json' },
        body: JSON.stringify({ requests: requests.slice(start, start + batchSize) }),
      });
      items.push(...(await parse(response, batchResponseSchema)).results);
    }
    return items;
  }

  /** How many components the catalog shows this user. */
  async componentCount(): Promise<number> {
    const path = '/api/catalog/entities/by-query?filter=kind=component&limit=0';
    return (await this.get(path, catalogSchema)).totalItems;
  }

  private async get<T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>> {
    return parse(await fetch(this.baseUrl + path, { headers: this.authorization() }), schema);
  }

  private authorization() {
    return { Authorization: `Bearer ${this.token}` };
  }
}

async function parse<T extends z.ZodType>(response: Response, schema: T): Promise<z.output<T>> {
  if (!response.ok) {
    throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  }
  return schema.parse(await response.json());
}
