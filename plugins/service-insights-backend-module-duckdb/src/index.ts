/**
 * Engine of service insights: embedded DuckDB over local files.
 *
 * @packageDocumentation
 */
export { serviceInsightsModuleDuckdb as default } from './module';
export { DuckDbEngine } from './DuckDbEngine';
export { engineOptions, type DuckDbEngineOptions } from './config/engineOptions';
export { tableOptions } from './config/tableOptions';
export { openSandbox } from './sandbox/openSandbox';
export { LakeTable } from './tables/LakeTable';
