import type { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { Request } from 'express';
import { audited } from './audited';

/** Writes down that somebody was refused, when that is what an error says; nothing otherwise. */
export async function auditDenied(
  error: unknown,
  options: { auditor: AuditorService; logger: LoggerService; request: Request; meta: JsonObject },
): Promise<void> {
  if (!(error instanceof NotAllowedError)) return;
  const { auditor, logger, request, meta } = options;
  try {
    await audited(
      { eventId: 'denied-access', severityLevel: 'medium', request, meta },
      () => Promise.reject(error),
      { auditor, logger },
    );
  } catch (caught) {
    if (caught !== error) logger.error(`A refusal is missing in the audit log: ${caught}`);
  }
}
