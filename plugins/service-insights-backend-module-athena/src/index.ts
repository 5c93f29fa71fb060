/**
 * Engine of service insights: Amazon Athena.
 *
 * @packageDocumentation
 */
export { serviceInsightsModuleAthena as default } from './module';
