import {
  apiErrorSchema,
  backfillAnswerSchema,
  batchResponseSchema,
  changeSchema,
  datasetsAnswerSchema,
  envelopeSchema,
  erasureAnswerSchema,
  figureSchema,
  insightAnswerSchemas,
  operatedDatasetsAnswerSchema,
  operatedRunSchema,
  pausesAnswerSchema,
  planAnswerSchema,
  portfolioAnswerSchema,
  refreshAnswerSchema,
  runsAnswerSchema,
  servicesAnswerSchema,
} from 'backstage-plugin-service-insights-common';
import { z } from 'zod';

/** What Backstage answers an error with. */
const errorResponseSchema = z.looseObject({
  error: z.looseObject(apiErrorSchema.shape.error.shape),
  response: z.looseObject({ statusCode: z.int() }),
});

/** The schemas of the document, by the names it gives them. */
export const openApiSchemas = {
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
  RunsAnswer: runsAnswerSchema,
  Run: operatedRunSchema,
  OperatedDatasetsAnswer: operatedDatasetsAnswerSchema,
  PlanAnswer: planAnswerSchema,
  RefreshAnswer: refreshAnswerSchema,
  BackfillAnswer: backfillAnswerSchema,
  PausesAnswer: pausesAnswerSchema,
  ErasureAnswer: erasureAnswerSchema,
  ErrorResponse: errorResponseSchema,
} as const;
