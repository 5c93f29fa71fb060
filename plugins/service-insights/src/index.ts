/**
 * Usage, adoption and failure cards on each service's page, for Backstage's new frontend system.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export {
  InsightRequestError,
  serviceInsightsApiRef,
  type InsightRequest,
  type PortfolioRequest,
  type ServiceInsightsApi,
} from './api';
export { serviceInsightsTranslationRef } from './translation/serviceInsightsTranslationRef';
