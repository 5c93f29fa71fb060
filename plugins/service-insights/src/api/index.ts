export { InsightRequestError } from './InsightRequestError';
export {
  serviceInsightsApiRef,
  type InsightRequest,
  type PortfolioRequest,
  type ServiceInsightsApi,
} from './serviceInsightsApiRef';
export { ServiceInsightsClient } from './ServiceInsightsClient';
