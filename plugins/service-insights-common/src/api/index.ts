export { changeSchema, figureSchema, type Change, type Figure } from './change';
export { envelopeSchema, envelopeStatuses, type Envelope, type EnvelopeStatus } from './envelope';
export {
  batchRequestSchema,
  insightIds,
  insightQuerySchema,
  servicesQuerySchema,
  type BatchRequest,
  type BatchRequestInput,
  type InsightId,
  type InsightQuery,
  type InsightQueryInput,
  type ServicesQuery,
  type ServicesQueryInput,
} from './insightQuery';
export {
  adoptionDataSchema,
  apiErrorSchema,
  batchResponseSchema,
  failuresDataSchema,
  insightAnswerSchemas,
  overviewDataSchema,
  usageDataSchema,
  type FailureDrivers,
  type Headline,
  type InsightData,
  type Point,
  type Subject,
} from './insights';
export type { BatchResult, InsightAnswer } from './answers';
export {
  datasetsAnswerSchema,
  servicesAnswerSchema,
  type DatasetsAnswer,
  type ServicesAnswer,
} from './services';
