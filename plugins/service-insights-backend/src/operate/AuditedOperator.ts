import type { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type {
  BackfillRequest,
  ErasureRequest,
  PauseRequest,
  RunsQuery,
} from 'backstage-plugin-service-insights-common';
import { auditDenied } from './auditDenied';
import { audited, type AuditedAct } from './audited';
import type { Operating, Operator } from './Operator';

/**
 * Writes down who did what: one event when an act begins, whoever it is, and one when it has ended or was refused.
 * Looking leaves a trace only when it is refused. No customer's key, and no free text, gets into an event.
 */
export class AuditedOperator implements Operator {
  readonly #operator: Operator;
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;

  constructor(operator: Operator, auditor: AuditorService, logger: LoggerService) {
    this.#operator = operator;
    this.#auditor = auditor;
    this.#logger = logger;
  }

  runs(query: RunsQuery, operating: Operating) {
    return this.#seen('runs', operating, () => this.#operator.runs(query, operating));
  }

  run(id: string, operating: Operating) {
    return this.#seen('run', operating, () => this.#operator.run(id, operating));
  }

  datasets(operating: Operating) {
    return this.#seen('datasets', operating, () => this.#operator.datasets(operating));
  }

  plan(datasetId: string, operating: Operating) {
    return this.#seen('plan', operating, () => this.#operator.plan(datasetId, operating));
  }

  refresh(datasetId: string, operating: Operating) {
    return this.#done(
      { eventId: 'refresh', severityLevel: 'medium', meta: { datasetId } },
      operating,
      () => this.#operator.refresh(datasetId, operating),
      ({ enqueued }) => ({ enqueued }),
    );
  }

  backfill(datasetId: string, asked: BackfillRequest, operating: Operating) {
    const { from, to, confirm } = asked;
    const queryType = confirm === undefined ? 'estimate' : 'confirmed';
    return this.#done(
      { eventId: 'backfill', severityLevel: 'medium', meta: { datasetId, from, to, queryType } },
      operating,
      () => this.#operator.backfill(datasetId, asked, operating),
      answer => (answer.status === 'enqueued' ? { enqueued: answer.enqueued } : {}),
    );
  }

  pause(datasetId: string | undefined, asked: PauseRequest, operating: Operating) {
    return this.#done(
      {
        eventId: 'pause',
        severityLevel: 'medium',
        meta: { ...scopeOf(datasetId), until: asked.until ?? null },
      },
      operating,
      () => this.#operator.pause(datasetId, asked, operating),
    );
  }

  resume(datasetId: string | undefined, operating: Operating) {
    return this.#done(
      { eventId: 'resume', severityLevel: 'medium', meta: scopeOf(datasetId) },
      operating,
      () => this.#operator.resume(datasetId, operating),
    );
  }

  erase(asked: ErasureRequest, operating: Operating) {
    return this.#done(
      { eventId: 'erase', severityLevel: 'high', meta: scopeOf(asked.dataset) },
      operating,
      () => this.#operator.erase(asked, operating),
    );
  }

  #seen<T>(what: string, { request }: Operating, look: () => Promise<T>): Promise<T> {
    return look().catch(async error => {
      const meta = { queryType: what };
      await auditDenied(error, { auditor: this.#auditor, logger: this.#logger, request, meta });
      throw error;
    });
  }

  #done<T>(
    act: Omit<AuditedAct, 'request'>,
    { request }: Operating,
    carryOut: () => Promise<T>,
    outcomeOf?: (result: T) => JsonObject,
  ): Promise<T> {
    return audited({ ...act, request }, carryOut, {
      auditor: this.#auditor,
      logger: this.#logger,
      outcomeOf,
    });
  }
}

function scopeOf(datasetId: string | undefined): JsonObject {
  return datasetId === undefined ? { queryType: 'all' } : { queryType: 'dataset', datasetId };
}
