import type { QueryResult } from '../results/QueryResult';
import type { Execution } from './Execution';

const nonDeterministic =
  /\b(rand|random|shuffle|uuid|now|current_date|current_time|current_timestamp|localtime|localtimestamp)\b/i;

/** Finds the result of an earlier query that answers a new one. */
export class ReusableResults {
  readonly #latest = new Map<string, QueryResult>();

  constructor(private readonly isGone: (result: QueryResult) => boolean) {}

  /** Remembers what a query gave; the latest result wins. */
  add(execution: Execution): void {
    const { phase } = execution;
    if (phase.state !== 'SUCCEEDED' || phase.reused || !isReusable(execution)) return;
    this.#latest.set(key(execution), phase.result);
  }

  /** The result a query asked to reuse, if there is one young enough. */
  find(execution: Execution): QueryResult | undefined {
    const reuse = execution.input.ResultReuseConfiguration?.ResultReuseByAgeConfiguration;
    if (!reuse?.Enabled || !isReusable(execution)) return undefined;
    const result = this.#latest.get(key(execution));
    if (!result || this.isGone(result)) return undefined;
    const ageMs = execution.submittedAtMs - result.completedAtMs;
    return ageMs <= (reuse.MaxAgeInMinutes ?? 60) * 60_000 ? result : undefined;
  }
}

function isReusable({ kind, input, destination }: Execution): boolean {
  if (kind.subtype !== 'SELECT') return false;
  if (destination.kind === 's3' && destination.overridden) return false;
  const sql = input.QueryString;
  const limitsAnyRows = /\blimit\s+\d+/i.test(sql) && !/\border\s+by\b/i.test(sql);
  return !limitsAnyRows && !nonDeterministic.test(sql);
}

/** The text must be the same to the letter: a comment is enough to make it another query. */
function key({ workgroup, input, destination }: Execution): string {
  const { Catalog, Database } = input.QueryExecutionContext ?? {};
  return JSON.stringify([
    workgroup,
    input.QueryString,
    input.ExecutionParameters ?? [],
    (Catalog ?? 'AwsDataCatalog').toLowerCase(),
    Database ?? 'default',
    destination.kind === 's3' ? destination.location : null,
  ]);
}
