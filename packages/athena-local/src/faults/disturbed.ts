import type { Reply } from '../http/Reply';
import type { Fault } from './Fault';
import { spoiled } from './spoiled';

/** How an answer leaves the server. */
export type Outcome =
  | { kind: 'answer'; reply: Reply; delayMs: number }
  /** Half of it, then a reset. */
  | { kind: 'broken off'; reply: Reply }
  | { kind: 'reset' }
  | { kind: 'silence' };

/** The errors that a service answers with, in its own form. */
export type ServiceErrors = {
  throttled: Reply;
  tooManyRequests: Reply;
  internalError: Reply;
  expiredCredentials: Reply;
};

const unavailable: Reply = {
  status: 503,
  contentType: 'text/html',
  body: Buffer.from('<html><body><h1>503 Service Unavailable</h1></body></html>'),
};

const nothingHappened: Reply = {
  status: 200,
  contentType: 'application/x-amz-json-1.1',
  body: Buffer.from('{}'),
};

/**
 * Lets a call meet a fault.
 *
 * @param handle - does what the call asks for, and answers; faults of a query or its result happen in there
 */
export async function disturbed(
  fault: Fault | undefined,
  handle: () => Promise<Reply>,
  errors: ServiceErrors,
): Promise<Outcome> {
  if (!fault) return { kind: 'answer', reply: await handle(), delayMs: 0 };
  const isPlayedInside = ['vanishedResults', 'repeatedToken', 'requeued', 'failed', 'cancelled'];
  const isHandled = fault.effect === 'after' || isPlayedInside.includes(fault.kind);
  const reply = isHandled ? await handle() : nothingHappened;
  switch (fault.kind) {
    case 'throttled':
    case 'tooManyRequests':
    case 'internalError':
    case 'expiredCredentials':
      return { kind: 'answer', reply: errors[fault.kind], delayMs: 0 };
    case 'unavailable':
      return { kind: 'answer', reply: unavailable, delayMs: 0 };
    case 'reset':
      return { kind: 'reset' };
    case 'hang':
      return { kind: 'silence' };
    case 'brokenOff':
      return { kind: 'broken off', reply };
    case 'slow':
      return { kind: 'answer', reply, delayMs: fault.delayMs ?? 100 };
    default:
      return { kind: 'answer', reply: spoiled(reply, fault), delayMs: 0 };
  }
}
