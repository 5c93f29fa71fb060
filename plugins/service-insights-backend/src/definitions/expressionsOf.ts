import type { DatasetDefinition } from 'backstage-plugin-service-insights-common';

/** A piece of an author's SQL and where it stands in the definition. */
export type AuthoredSql = { path: string; sql: string };

/** Every expression an author wrote, for the guard. A key that holds SQL and is not here would go unchecked. */
export function expressionsOf(definition: DatasetDefinition): AuthoredSql[] {
  const { time, customer, duration, outcome, where, measures, dimensions } = definition;
  const found: { path: string; sql: string | undefined }[] = [
    { path: 'time.sql', sql: time.sql },
    { path: 'service.sql', sql: sqlIn(definition.service) },
    { path: 'region.sql', sql: sqlIn(definition.region) },
    { path: 'customer.sql', sql: customer?.sql },
    { path: 'operation.sql', sql: sqlIn(definition.operation) },
    outcomeSql(outcome),
    { path: 'error.sql', sql: sqlIn(definition.error) },
    { path: 'duration.sql', sql: duration?.sql },
    { path: 'request.id.sql', sql: sqlIn(definition.request?.id) },
    { path: 'where', sql: where },
    {
      path: 'dedupe.sql',
      sql: Array.isArray(definition.dedupe) ? undefined : sqlIn(definition.dedupe),
    },
    ...Object.entries(dimensions).map(([name, { sql }]) => ({
      path: `dimensions.${name}.sql`,
      sql,
    })),
    ...Object.entries(measures).map(([name, measure]) => measureSql(`measures.${name}`, measure)),
  ];
  return found.flatMap(({ path, sql }) => (sql === undefined ? [] : [{ path, sql }]));
}

function outcomeSql(outcome: DatasetDefinition['outcome']) {
  if (outcome === undefined || 'sql' in outcome) return { path: 'outcome.sql', sql: outcome?.sql };
  return { path: 'outcome.httpStatus.sql', sql: sqlIn(outcome.httpStatus) };
}

function measureSql(path: string, measure: DatasetDefinition['measures'][string]) {
  if ('sum' in measure) return { path: `${path}.sum.sql`, sql: sqlIn(measure.sum) };
  if ('min' in measure) return { path: `${path}.min.sql`, sql: sqlIn(measure.min) };
  if ('max' in measure) return { path: `${path}.max.sql`, sql: sqlIn(measure.max) };
  return { path, sql: undefined };
}

function sqlIn(expression: string | { sql: string } | undefined): string | undefined {
  return typeof expression === 'object' ? expression.sql : undefined;
}
