/**
 * The operations that are answered. Anything else gets Athena's answer to an unknown operation.
 *
 * @public
 */
export const athenaOperations = [
  'StartQueryExecution',
  'GetQueryExecution',
  'BatchGetQueryExecution',
  'GetQueryResults',
  'StopQueryExecution',
  'GetWorkGroup',
  'GetQueryRuntimeStatistics',
] as const;

/** @public */
export type AthenaOperation = (typeof athenaOperations)[number];

/** @internal */
export const isAthenaOperation = (name: string): name is AthenaOperation =>
  athenaOperations.some(operation => operation === name);
