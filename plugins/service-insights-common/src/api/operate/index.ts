export {
  backfillAnswerSchema,
  backfillRequestSchema,
  type BackfillAnswer,
  type BackfillRequest,
} from './backfill';
export { emptyRequestSchema } from './emptyRequest';
export {
  erasureAnswerSchema,
  erasureRequestSchema,
  type ErasureAnswer,
  type ErasureRequest,
} from './erasure';
export {
  operatedDatasetsAnswerSchema,
  type OperatedDataset,
  type OperatedDatasetsAnswer,
  type Spending,
} from './operatedDatasets';
export {
  pauseRequestSchema,
  pausesAnswerSchema,
  type OperatedPause,
  type PauseRequest,
  type PausesAnswer,
} from './pauses';
export {
  planAnswerSchema,
  refreshAnswerSchema,
  type PlanAnswer,
  type RefreshAnswer,
} from './planning';
export {
  operatedRunSchema,
  runStates,
  runsAnswerSchema,
  runsQuerySchema,
  type OperatedRun,
  type RunsAnswer,
  type RunsQuery,
} from './runs';
