import {
  apiErrorSchema,
  batchRequestSchema,
  batchResponseSchema,
  changeSchema,
  datasetsAnswerSchema,
  envelopeSchema,
  figureSchema,
  insightAnswerSchemas,
  insightIds,
  insightUrlQuerySchema,
  portfolioAnswerSchema,
  portfolioQuerySchema,
  servicesAnswerSchema,
  servicesQuerySchema,
  type InsightId,
} from 'backstage-plugin-service-insights-common';
import { z } from 'zod';

const errorDescriptions: Record<number, string> = {
  400: 'A parameter is wrong; the message names it and what is allowed',
  401: 'Nobody is signed in',
  403: 'The permission policy does not allow it',
  404: 'There is no such entity that you may read, or it is bound to no service',
  500: 'Something went wrong; the message has a log id',
  503: 'It does not work at the moment; the message has a log id',
};

/** Where the document stands in the repository. */
export const openApiFile = 'docs/openapi.json';

type Json = Record<string, unknown>;

const summaries: Record<InsightId, string> = {
  overview: 'Every metric of an entity, its days, and what changed',
  usage: 'How much an entity is called, of what, and from where',
  adoption: 'Who calls an entity: new, returning, resurrected and dormant customers',
  failures: 'What failed, whose fault it was, where, and why it changed',
  retention: 'How many of those who came to an entity stay, by the week or month they came in',
  latency: 'How long calls of an entity take: percentiles by time, operation and region',
  changes: 'What changed, the newest first',
};

/** What Backstage answers an error with. */
const errorResponseSchema = z.looseObject({
  error: z.looseObject(apiErrorSchema.shape.error.shape),
  response: z.looseObject({ statusCode: z.int() }),
});

const schemas = {
  Envelope: envelopeSchema,
  Figure: figureSchema,
  Change: changeSchema,
  OverviewAnswer: insightAnswerSchemas.overview,
  UsageAnswer: insightAnswerSchemas.usage,
  AdoptionAnswer: insightAnswerSchemas.adoption,
  FailuresAnswer: insightAnswerSchemas.failures,
  RetentionAnswer: insightAnswerSchemas.retention,
  LatencyAnswer: insightAnswerSchemas.latency,
  ChangesAnswer: insightAnswerSchemas.changes,
  BatchResponse: batchResponseSchema,
  ServicesAnswer: servicesAnswerSchema,
  PortfolioAnswer: portfolioAnswerSchema,
  DatasetsAnswer: datasetsAnswerSchema,
  ErrorResponse: errorResponseSchema,
} as const;

const answerNames = {
  overview: 'OverviewAnswer',
  usage: 'UsageAnswer',
  adoption: 'AdoptionAnswer',
  failures: 'FailuresAnswer',
  retention: 'RetentionAnswer',
  latency: 'LatencyAnswer',
  changes: 'ChangesAnswer',
} as const satisfies Record<InsightId, keyof typeof schemas>;

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
      '/v1/insights/batch': batchRoute(),
      '/v1/services': {
        get: operation(
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
        get: operation(
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
        get: operation('getDatasets', 'Every dataset and how it is doing', {
          answer: 'DatasetsAnswer',
          errors: [401, 403],
        }),
      },
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
    get: operation(`get${answerNames[insight].replace('Answer', '')}`, summaries[insight], {
      parameters: [...entityParameters, ...queryParameters(insightUrlQuerySchema)],
      answer: answerNames[insight],
      errors: [400, 401, 403, 404],
    }),
  };
}

function batchRoute(): Json {
  const { $schema, ...schema } = z.toJSONSchema(batchRequestSchema, { io: 'input' });
  return {
    post: {
      ...operation('getInsights', 'Many insights in one call, each answered by itself', {
        answer: 'BatchResponse',
        errors: [400, 401],
      }),
      requestBody: { required: true, content: { 'application/json': { schema } } },
    },
  };
}

function operation(
  operationId: string,
  summary: string,
  parts: { parameters?: Json[]; answer: keyof typeof schemas; errors: number[] },
): Json {
  return {
    operationId,
    summary,
    ...(parts.parameters && { parameters: parts.parameters }),
    responses: {
      200: { description: 'The answer', content: jsonContent(parts.answer) },
      ...Object.fromEntries(
        [...parts.errors, 500, 503].map(status => [
          status,
          { description: errorDescriptions[status], content: jsonContent('ErrorResponse') },
        ]),
      ),
    },
  };
}

function jsonContent(name: keyof typeof schemas): Json {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } };
}

/** A URL's parameters: lists are separated by commas. */
function queryParameters(schema: z.ZodObject): Json[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'query',
    required: false,
    schema: property,
    ...(typeof property === 'object' &&
      property.type === 'array' && { style: 'form', explode: false }),
  }));
}

function componentSchemas(): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const generated = z.toJSONSchema(registry, { uri: id => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(generated.schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema]),
  );
}
