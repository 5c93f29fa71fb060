import {
  coreServices,
  createServiceFactory,
  type LoggerService,
  type PermissionsService,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import type { DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import type { Engine } from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import { serviceInsightsPlugin } from '../plugin';
import { lakeModule } from './lakeModule';
import { recordedMetrics } from './recordedMetrics';

/** What was written into the audit log: `text` is all of it. */
export type AuditedEvent = { eventId: string; status: string; meta: object; text: string };

/** A line of the plugin's log. */
export type LoggedLine = { level: string; message: string; fields: JsonObject };

/** Starts a whole portal over real engines, and keeps what it audits, logs and measures. */
export async function startOperatedPortal(options: {
  knex: Knex;
  engine: Engine;
  definitions: readonly DatasetDefinitionInput[];
  settings?: JsonObject;
  authorize: PermissionsService['authorize'];
}) {
  const { knex, engine, definitions, settings, authorize } = options;
  const auditor = mockServices.auditor.mock();
  const events: AuditedEvent[] = [];
  auditor.createEvent.mockImplementation(async ({ eventId, meta }) => {
    const write = (status: string, more: unknown) =>
      void events.push({ eventId, status, meta: { ...meta }, text: JSON.stringify(more) });
    write('initiated', meta);
    return {
      success: async end => write('succeeded', end),
      fail: async end => write('failed', { ...end, error: String(end.error) }),
    };
  });
  const metrics = recordedMetrics();
  const lines: LoggedLine[] = [];
  const { server } = await startTestBackend({
    features: [
      serviceInsightsPlugin,
      lakeModule(engine, definitions),
      catalogServiceMock.factory({ entities: [] }),
      mockServices.permissions.mock({ authorize }).factory,
      mockServices.database.factory({ knex }),
      mockServices.rootConfig.factory({ data: { serviceInsights: settings ?? {} } }),
      auditor.factory,
      loggerKeeping(lines),
      createServiceFactory({ service: metricsServiceRef, deps: {}, factory: () => metrics }),
    ],
  });
  return { server, events, lines, metrics };
}

function loggerKeeping(lines: LoggedLine[]) {
  const loggerWith = (fields: JsonObject): LoggerService => {
    const at = (level: string) => (message: string, meta?: Error | JsonObject) =>
      void lines.push({
        level,
        message: meta instanceof Error ? `${message} ${meta.stack}` : message,
        fields: { ...fields, ...(meta instanceof Error ? {} : meta) },
      });
    return {
      error: at('error'),
      warn: at('warn'),
      info: at('info'),
      debug: at('debug'),
      child: more => loggerWith({ ...fields, ...more }),
    };
  };
  return createServiceFactory({
    service: coreServices.logger,
    deps: {},
    factory: () => loggerWith({}),
  });
}
