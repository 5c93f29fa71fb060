/**
 * Definition schemas, wire types, metrics, permissions and annotations of service insights.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './api';
export * from './days';
export * from './definitions';
export * from './metrics';
export * from './outcomes';
export * from './periods';
export * from './permissions';
