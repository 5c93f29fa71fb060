import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { auditableError } from './auditableError';

/** What is written down when an act begins. */
export type AuditedAct = AuditorServiceCreateEventOptions;

/**
 * Carries out an act between two events of the audit log.
 *
 * @param outcomeOf - what the second event says of the result
 * @throws whatever the act throws; and before it is carried out when the audit log cannot be written
 */
export async function audited<T>(
  act: AuditedAct,
  carryOut: () => Promise<T>,
  options: {
    auditor: AuditorService;
    logger: LoggerService;
    outcomeOf?: (result: T) => JsonObject;
  },
): Promise<T> {
  const { auditor, logger, outcomeOf } = options;
  const event = await auditor.createEvent(act);
  // What is done is done: an end that cannot be written must not look like a failure to whoever asked.
  const unwritten = (error: unknown) =>
    logger.error(`The end of '${act.eventId}' is missing in the audit log: ${error}`);
  try {
    const result = await carryOut();
    await event.success({ meta: outcomeOf?.(result) }).catch(unwritten);
    return result;
  } catch (error) {
    await event.fail({ error: auditableError(error) }).catch(unwritten);
    throw error;
  }
}
