export { changeSchema, figureSchema, type Change, type Figure } from './change';
export { envelopeSchema, envelopeStatuses, type Envelope, type EnvelopeStatus } from './envelope';
export {
  batchRequestSchema,
  insightIds,
  insightQuerySchema,
  insightUrlQuerySchema,
  portfolioQuerySchema,
  servicesQuerySchema,
  type BatchRequest,
  type BatchRequestInput,
  type InsightId,
  type InsightQuery,
  type InsightQueryInput,
  type PortfolioQuery,
  type PortfolioQueryInput,
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
} from './insights';
export { subjectSchema, type Subject } from './subject';
export { grains, pointSchema, type Grain, type Point } from './series';
export {
  causeDimensions,
  type AssociatedCause,
  type FailureWhy,
  type LatencyWhy,
  type UsageWhy,
} from './why';
export { changesDataSchema, type NoticedChange } from './changes';
export { retentionDataSchema, type Retention } from './retention';
export { latencyDataSchema, type LatencyPoint } from './latency';
export {
  attentionSchema,
  portfolioAnswerSchema,
  type Attention,
  type PortfolioAnswer,
  type PortfolioRow,
} from './portfolio';
export type { BatchResult, InsightAnswer } from './answers';
export {
  datasetsAnswerSchema,
  servicesAnswerSchema,
  type DatasetsAnswer,
  type ServicesAnswer,
} from './services';
export {
  backfillAnswerSchema,
  backfillRequestSchema,
  emptyRequestSchema,
  erasureAnswerSchema,
  erasureRequestSchema,
  operatedDatasetsAnswerSchema,
  operatedRunSchema,
  pauseRequestSchema,
  pausesAnswerSchema,
  planAnswerSchema,
  refreshAnswerSchema,
  runStates,
  runsAnswerSchema,
  runsQuerySchema,
  type BackfillAnswer,
  type BackfillRequest,
  type ErasureAnswer,
  type ErasureRequest,
  type OperatedDataset,
  type OperatedDatasetsAnswer,
  type OperatedPause,
  type OperatedRun,
  type PauseRequest,
  type PausesAnswer,
  type PlanAnswer,
  type RefreshAnswer,
  type RunsAnswer,
  type RunsQuery,
  type Spending,
} from './operate';
