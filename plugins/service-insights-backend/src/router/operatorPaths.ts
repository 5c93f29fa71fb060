import {
  backfillRequestSchema,
  emptyRequestSchema,
  erasureRequestSchema,
  pauseRequestSchema,
  runsQuerySchema,
} from 'backstage-plugin-service-insights-common';
import { openApiOperation, queryParameters, type Json } from './openApiOperation';

const pathParameter = (name: string): Json[] => [
  { name, in: 'path', required: true, schema: { type: 'string' } },
];

/** The routes for operators, as the OpenAPI document has them. */
export function operatorPaths(): Record<string, Json> {
  return {
    '/v1/operator/runs': {
      get: openApiOperation('getRuns', 'Runs of the ledger, the newest first', {
        parameters: queryParameters(runsQuerySchema),
        answer: 'RunsAnswer',
        errors: [400, 401, 403],
      }),
    },
    '/v1/operator/runs/{id}': {
      get: openApiOperation('getRun', 'One run of the ledger', {
        parameters: pathParameter('id'),
        answer: 'Run',
        errors: [401, 403, 404],
      }),
    },
    '/v1/operator/datasets': {
      get: openApiOperation('getOperatedDatasets', 'How the datasets are doing, in words', {
        answer: 'OperatedDatasetsAnswer',
        errors: [401, 403],
      }),
    },
    '/v1/operator/datasets/{id}/plan': {
      get: openApiOperation('getPlan', 'The days of a dataset that are due, and why', {
        parameters: pathParameter('id'),
        answer: 'PlanAnswer',
        errors: [401, 403, 404],
      }),
    },
    '/v1/operator/datasets/{id}/refresh': {
      post: openApiOperation('refreshDataset', 'Plans a dataset now', {
        parameters: pathParameter('id'),
        body: emptyRequestSchema,
        answer: 'RefreshAnswer',
        errors: [400, 401, 403, 404],
      }),
    },
    '/v1/operator/datasets/{id}/backfill': {
      post: openApiOperation('backfillDataset', 'Estimates a backfill; with `confirm`, does it', {
        parameters: pathParameter('id'),
        body: backfillRequestSchema,
        answer: 'BackfillAnswer',
        errors: [400, 401, 403, 404],
      }),
    },
    '/v1/operator/datasets/{id}/pause': {
      post: openApiOperation('pauseDataset', 'Starts no more runs of a dataset', {
        parameters: pathParameter('id'),
        body: pauseRequestSchema,
        answer: 'PausesAnswer',
        errors: [400, 401, 403, 404],
      }),
    },
    '/v1/operator/datasets/{id}/resume': {
      post: openApiOperation('resumeDataset', 'Lets runs of a dataset start again', {
        parameters: pathParameter('id'),
        body: emptyRequestSchema,
        answer: 'PausesAnswer',
        errors: [400, 401, 403, 404],
      }),
    },
    '/v1/operator/pause': {
      post: openApiOperation('pauseAll', 'Starts no more runs at all', {
        body: pauseRequestSchema,
        answer: 'PausesAnswer',
        errors: [400, 401, 403],
      }),
    },
    '/v1/operator/resume': {
      post: openApiOperation('resumeAll', 'Ends a pause of everything', {
        body: emptyRequestSchema,
        answer: 'PausesAnswer',
        errors: [400, 401, 403],
      }),
    },
    '/v1/operator/erasures': {
      post: openApiOperation('eraseCustomer', 'Forgets a customer', {
        body: erasureRequestSchema,
        answer: 'ErasureAnswer',
        errors: [400, 401, 403, 404],
      }),
    },
  };
}
