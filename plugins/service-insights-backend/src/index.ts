/**
 * The backend plugin of service insights.
 *
 * @packageDocumentation
 */
export { serviceInsightsPlugin as default } from './plugin';
