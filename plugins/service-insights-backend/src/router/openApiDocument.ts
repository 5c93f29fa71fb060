import {
  batchRequestSchema,
  insightIds,
  insightUrlQuerySchema,
  portfolioQuerySchema,
  servicesQuerySchema,
  type InsightId,
} from 'backstage-plugin-service-insights-common';
import { z } from 'zod';
import { openApiOperation, queryParameters, type Json } from './openApiOperation';
import { openApiSchemas } from './openApiSchemas';
import { operatorPaths } from './operatorPaths';

/** Where the document stands in the repository. */
export const openApiFile = 'docs/openapi.json';

const summaries: Record<InsightId, string> = {
  overview: 'Every metric of an entity, its days, and what changed',
  usage: 'How much an entity is called, of what, and from where',
  adoption: 'Who calls an entity: new, returning, resurrected and dormant customers',
  failures: 'What failed, whose fault it was, where, and why it changed',
  retention: 'How many of those who came to an entity stay, by the week or month they came in',
  latency: 'How long calls of an entity take: percentiles by time, operation and region',
  changes: 'What changed, the newest first',
};

const answerNames = {
  overview: 'OverviewAnswer',
  usage: 'UsageAnswer',
  adoption: 'AdoptionAnswer',
  failures: 'FailuresAnswer',
  retention: 'RetentionAnswer',
  latency: 'LatencyAnswer',
  changes: 'ChangesAnswer',
} as const satisfies Record<InsightId, keyof typeof openApiSchemas>;

const entityParameters: Json[] = ['kind', 'namespace', 'name'].map(name => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string' },
}));

/** The API as an OpenAPI 3.1 document, made from the schemas that requests and answers are checked with. */
export function openApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Service insights',
      version: '1.0.0',
      description:
        'Usage, adoption and failures of the services behind catalog entities. Every number comes with its envelope (`meta`).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/service-insights' }],
    security: [{ bearer: [] }],
    paths: {
      ...Object.fromEntries(insightIds.map(insight => [entityPath(insight), entityRoute(insight)])),
      '/v1/insights/batch': {
        post: openApiOperation(
          'getInsights',
          'Many insights in one call, each answered by itself',
          {
            body: batchRequestSchema,
            answer: 'BatchResponse',
            errors: [400, 401],
          },
        ),
      },
      '/v1/services': {
        get: openApiOperation(
          'getServices',
          'The services of the entities you may read, most called first',
          {
            parameters: queryParameters(servicesQuerySchema),
            answer: 'ServicesAnswer',
            errors: [400, 401],
          },
        ),
      },
      '/v1/portfolio/{kind}/{namespace}/{name}': {
        get: openApiOperation(
          'getPortfolio',
          'The services of a group, system or domain, those that need attention first',
          {
            parameters: [...entityParameters, ...queryParameters(portfolioQuerySchema)],
            answer: 'PortfolioAnswer',
            errors: [400, 401, 404],
          },
        ),
      },
      '/v1/datasets': {
        get: openApiOperation('getDatasets', 'Every dataset and how it is doing', {
          answer: 'DatasetsAnswer',
          errors: [401, 403],
        }),
      },
      ...operatorPaths(),
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: componentSchemas(),
    },
  };
}

function entityPath(insight: InsightId): string {
  return `/v1/entities/{kind}/{namespace}/{name}/${insight}`;
}

function entityRoute(insight: InsightId): Json {
  return {
    get: openApiOperation(`get${answerNames[insight].replace('Answer', '')}`, summaries[insight], {
      parameters: [...entityParameters, ...queryParameters(insightUrlQuerySchema)],
      answer: answerNames[insight],
      errors: [400, 401, 403, 404],
    }),
  };
}

function componentSchemas(): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(openApiSchemas)) registry.add(schema, { id });
  const generated = z.toJSONSchema(registry, { uri: id => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(generated.schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema]),
  );
}
