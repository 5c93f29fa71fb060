import type { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  backfillRequestSchema,
  emptyRequestSchema,
  erasureRequestSchema,
  pauseRequestSchema,
  runsQuerySchema,
} from 'backstage-plugin-service-insights-common';
import express from 'express';
import Router from 'express-promise-router';
import type { Operating, Operator } from '../operate/Operator';
import { parseBody, parseQuery } from './parseRequest';
import { sendJson } from './sendJson';

const answer = (res: express.Response, value: unknown) => sendJson(res, JSON.stringify(value));

/** The routes for operators, under `/v1/operator`. What they take that is somebody's own is in bodies, never in URLs. */
export function operatorRoutes(options: {
  operator: Operator;
  httpAuth: HttpAuthService;
}): express.Router {
  const { operator, httpAuth } = options;
  const operating = async (request: express.Request): Promise<Operating> => ({
    credentials: await httpAuth.credentials(request, { allow: ['user', 'service'] }),
    request,
  });
  const router = Router();
  router.use(express.json({ limit: '16kb' }));

  router.get('/runs', async (req, res) => {
    const by = await operating(req);
    answer(res, await operator.runs(parseQuery(runsQuerySchema, req.query), by));
  });

  router.get('/runs/:id', async (req, res) => {
    answer(res, await operator.run(req.params.id, await operating(req)));
  });

  router.get('/datasets', async (req, res) => {
    answer(res, await operator.datasets(await operating(req)));
  });

  router.get('/datasets/:id/plan', async (req, res) => {
    answer(res, await operator.plan(req.params.id, await operating(req)));
  });

  router.post('/datasets/:id/refresh', async (req, res) => {
    const by = await operating(req);
    parseBody(emptyRequestSchema, req.body);
    answer(res, await operator.refresh(req.params.id, by));
  });

  router.post('/datasets/:id/backfill', async (req, res) => {
    const by = await operating(req);
    answer(
      res,
      await operator.backfill(req.params.id, parseBody(backfillRequestSchema, req.body), by),
    );
  });

  router.post('/datasets/:id/pause', async (req, res) => {
    const by = await operating(req);
    answer(res, await operator.pause(req.params.id, parseBody(pauseRequestSchema, req.body), by));
  });

  router.post('/datasets/:id/resume', async (req, res) => {
    const by = await operating(req);
    parseBody(emptyRequestSchema, req.body);
    answer(res, await operator.resume(req.params.id, by));
  });

  router.post('/pause', async (req, res) => {
    const by = await operating(req);
    answer(res, await operator.pause(undefined, parseBody(pauseRequestSchema, req.body), by));
  });

  router.post('/resume', async (req, res) => {
    const by = await operating(req);
    parseBody(emptyRequestSchema, req.body);
    answer(res, await operator.resume(undefined, by));
  });

  router.post('/erasures', async (req, res) => {
    const by = await operating(req);
    answer(res, await operator.erase(parseBody(erasureRequestSchema, req.body), by));
  });

  return router;
}
