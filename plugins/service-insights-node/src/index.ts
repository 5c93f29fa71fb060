/**
 * The engine interface and the extension points of service insights.
 *
 * @packageDocumentation
 */
export type {
  Engine,
  EngineColumn,
  EngineErrorClass,
  EngineFailure,
  EngineRowBatch,
  EngineRunStatus,
  EngineStatement,
  EngineValue,
  RunCost,
  SourceDaysRequest,
  TableRead,
} from './engine';
export type { TypedValue } from 'service-insights-trino-sql';
export { EngineError } from './EngineError';
export {
  serviceInsightsDefinitionsExtensionPoint,
  serviceInsightsEnginesExtensionPoint,
  type ServiceInsightsDefinitionsExtensionPoint,
  type ServiceInsightsEnginesExtensionPoint,
} from './extensionPoints';
