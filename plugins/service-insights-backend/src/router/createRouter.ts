import type { AuditorService, HttpAuthService, LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import {
  batchRequestSchema,
  insightIds,
  insightUrlQuerySchema,
  portfolioQuerySchema,
  servicesQuerySchema,
} from 'backstage-plugin-service-insights-common';
import express from 'express';
import Router from 'express-promise-router';
import { auditDenied } from '../operate/auditDenied';
import { MeteredInsightReader } from '../operate/metrics/MeteredInsightReader';
import type { ReadMetrics } from '../operate/metrics/ReadMetrics';
import type { Operator } from '../operate/Operator';
import { authorizedReader, type AuthorizedReaderOptions } from '../permissions/authorizedReader';
import type { Answered } from '../read/InsightReader';
import { answerText } from './answerText';
import { openApiDocument } from './openApiDocument';
import { operatorRoutes } from './operatorRoutes';
import { parseBody, parseQuery } from './parseRequest';
import { sendJson } from './sendJson';
import { shieldError, statusCodeOf } from './shieldError';

/** What the router needs. */
export type RouterOptions = AuthorizedReaderOptions & {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  logger: LoggerService;
  operator: Operator;
  readMetrics: ReadMetrics;
};

/** The HTTP API of service insights, version 1. */
export function createRouter(options: RouterOptions): express.Router {
  const { auditor, httpAuth, logger, operator, readMetrics } = options;
  const authorized = authorizedReader(options);
  const { callerOf } = authorized;
  const reader = new MeteredInsightReader(authorized.reader, readMetrics);
  const caller = async (req: express.Request) =>
    callerOf(await httpAuth.credentials(req, { allow: ['user', 'service'] }));
  const router = Router();

  router.use((_req, res, next) => {
    res.setHeader('Cache-Control', 'private, no-store');
    next();
  });

  for (const insight of insightIds) {
    router.get(`/v1/entities/:kind/:namespace/:name/${insight}`, async (req, res) => {
      const asking = await caller(req);
      const { kind, namespace, name } = req.params;
      const entityRef = stringifyEntityRef({ kind, namespace, name });
      const query = parseQuery(insightUrlQuerySchema, req.query);
      const [answered] = await reader.answer([{ entityRef, insight, query }], asking);
      if (answered.status === 'error') throw answered.error;
      sendJson(res, answerText(answered.answer));
    });
  }

  router.post('/v1/insights/batch', express.json(), async (req, res) => {
    const asking = await caller(req);
    const { requests } = parseBody(batchRequestSchema, req.body);
    const questions = requests.map(request => ({
      ...request,
      entityRef: request.entityRef.toLocaleLowerCase('en-US'),
    }));
    const answered = await reader.answer(questions, asking);
    const refused = answered.flatMap((one, i) =>
      one.status === 'error' && one.error instanceof NotAllowedError
        ? [{ error: one.error, entityRef: questions[i].entityRef }]
        : [],
    );
    if (refused.length > 0) {
      const meta = { entityRefs: [...new Set(refused.map(({ entityRef }) => entityRef))] };
      await auditDenied(refused[0].error, { auditor, logger, request: req, meta });
    }
    const results = answered.map(one => batchResultText(one, logger));
    sendJson(res, `{"results":[${results.join(',')}]}`);
  });

  router.get('/v1/services', async (req, res) => {
    const asking = await caller(req);
    const query = parseQuery(servicesQuerySchema, req.query);
    sendJson(res, JSON.stringify(await reader.services(query, asking)));
  });

  router.get('/v1/portfolio/:kind/:namespace/:name', async (req, res) => {
    const asking = await caller(req);
    const { kind, namespace, name } = req.params;
    const entityRef = stringifyEntityRef({ kind, namespace, name });
    const query = parseQuery(portfolioQuerySchema, req.query);
    sendJson(res, JSON.stringify(await reader.portfolio(entityRef, query, asking)));
  });

  router.get('/v1/datasets', async (req, res) => {
    sendJson(res, JSON.stringify(await reader.datasets(await caller(req))));
  });

  router.get('/v1/openapi.json', async (req, res) => {
    await caller(req);
    sendJson(res, JSON.stringify(openApiDocument()));
  });

  router.use((async (error, request, _res, next) => {
    await auditDenied(error, { auditor, logger, request, meta: {} });
    next(error);
  }) satisfies express.ErrorRequestHandler);

  // After what audits refusals: acts of operators are audited whether or not they are refused.
  router.use('/v1/operator', operatorRoutes({ operator, httpAuth }));

  router.use(((error, _req, _res, next) => {
    next(shieldError(error, logger));
  }) satisfies express.ErrorRequestHandler);

  return router;
}

function batchResultText(answered: Answered, logger: LoggerService): string {
  if (answered.status === 'ok') return `{"status":"ok","answer":${answerText(answered.answer)}}`;
  const error = shieldError(answered.error, logger);
  return JSON.stringify({
    status: 'error',
    statusCode: statusCodeOf(error),
    error: { name: error.name, message: error.message },
  });
}
