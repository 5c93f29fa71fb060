import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const answerSchema = z.object({
  nextUri: z.string().optional(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })).optional(),
  data: z.array(z.array(z.json())).optional(),
  error: z.object({ message: z.string(), errorName: z.string() }).optional(),
});

/** A value as Trino's REST API gives it; whole numbers that a double cannot hold are text. */
export type TrinoValue = z.infer<ReturnType<typeof z.json>>;

/** What a statement gives. */
export type TrinoResult = {
  columns: readonly { name: string; type: string }[];
  rows: readonly (readonly TrinoValue[])[];
};

/** A statement that Trino refused, or that failed while it ran. */
export class TrinoError extends Error {
  constructor(
    readonly errorName: string,
    message: string,
  ) {
    super(`${errorName}: ${message}`);
    this.name = 'TrinoError';
  }
}

/** Runs statements on a Trino server over HTTP. */
export class TrinoClient {
  readonly #url: string;

  /** @param url - as `http://127.0.0.1:8080` */
  constructor(url: string) {
    this.#url = url;
  }

  /**
   * @param session - `schema`: as `memory.main`, where bare names are looked for
   * @throws TrinoError when the statement does not give rows
   */
  async query(sql: string, session: { schema: string }): Promise<TrinoResult> {
    const [catalog, schema] = session.schema.split('.');
    const headers = {
      'X-Trino-User': 'test',
      'X-Trino-Catalog': catalog,
      'X-Trino-Schema': schema,
      'X-Trino-Time-Zone': 'UTC',
    };
    const rows: TrinoValue[][] = [];
    let columns: TrinoResult['columns'] = [];
    let answer = await ask(`${this.#url}/v1/statement`, { method: 'POST', body: sql, headers });
    for (;;) {
      if (answer.error) throw new TrinoError(answer.error.errorName, answer.error.message);
      columns = answer.columns ?? columns;
      rows.push(...(answer.data ?? []));
      if (answer.nextUri === undefined) return { columns, rows };
      answer = await ask(answer.nextUri, { headers });
    }
  }
}

async function ask(url: string, init: RequestInit): Promise<z.output<typeof answerSchema>> {
  for (;;) {
    const signal = AbortSignal.timeout(120_000);
    const response = await fetch(url, { ...init, signal }).catch((cause: unknown) => {
      throw new Error(`Nothing answers at ${url}`, { cause });
    });
    const text = await response.text();
    if (response.ok) return answerSchema.parse(JSON.parse(exactNumbers(text)));
    // The protocol asks to try again on these.
    if (![429, 502, 503, 504].includes(response.status)) {
      throw new Error(`Trino answered ${response.status}: ${text.slice(0, 500)}`);
    }
    await sleep(100);
  }
}

/** Puts whole numbers that a double cannot hold in quotes: they would lose their last digits. */
function exactNumbers(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g, token =>
    /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
}
