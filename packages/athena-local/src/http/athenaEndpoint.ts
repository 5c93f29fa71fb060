import type { IncomingHttpHeaders } from 'node:http';
import type { Athena } from '../Athena';
import { athenaFailure } from '../executions/athenaErrorTypes';
import type { ExecutionFault } from '../executions/Lifecycle';
import { disturbed, type Outcome } from '../faults/disturbed';
import type { Fault } from '../faults/Fault';
import { batchGetQueryExecution } from '../operations/batchGetQueryExecution';
import { getQueryExecution } from '../operations/getQueryExecution';
import { getQueryResults } from '../operations/getQueryResults';
import { getQueryRuntimeStatistics } from '../operations/getQueryRuntimeStatistics';
import { getWorkGroup } from '../operations/getWorkGroup';
import { startQueryExecution } from '../operations/startQueryExecution';
import { stopQueryExecution } from '../operations/stopQueryExecution';
import { AthenaException } from '../wire/AthenaException';
import {
  expiredToken,
  internalServerError,
  rateExceeded,
  serializationException,
  tooManyRequests,
  unknownOperation,
} from '../wire/exceptions';
import { isAthenaOperation, type AthenaOperation } from '../wire/operations';
import type { Refusal } from './Credentials';
import { jsonReply, type Reply } from './Reply';

type Handler = (athena: Athena, body: unknown, fault?: Fault) => object;

const handlers: Record<AthenaOperation, Handler> = {
  StartQueryExecution: (athena, body, fault) =>
    startQueryExecution(athena, body, fault && executionFault(fault)),
  GetQueryExecution: getQueryExecution,
  BatchGetQueryExecution: batchGetQueryExecution,
  GetQueryResults: getQueryResults,
  StopQueryExecution: stopQueryExecution,
  GetWorkGroup: getWorkGroup,
  GetQueryRuntimeStatistics: getQueryRuntimeStatistics,
};

const errors = {
  throttled: exceptionReply(rateExceeded()),
  tooManyRequests: exceptionReply(tooManyRequests('Rate exceeded')),
  internalError: exceptionReply(internalServerError()),
  expiredCredentials: exceptionReply(expiredToken()),
};

/** Answers a request to Athena, in the order in which Athena looks at it. */
export async function athenaEndpoint(
  athena: Athena,
  request: { headers: IncomingHttpHeaders; body: Buffer },
): Promise<Outcome> {
  const answer = (reply: Reply): Outcome => ({ kind: 'answer', reply, delayMs: 0 });
  const [contentType] = (request.headers['content-type'] ?? '').split(';');
  if (contentType !== 'application/x-amz-json-1.1') {
    const body = Buffer.from('<UnknownOperationException/>\n');
    return answer({ status: 404, contentType: 'application/xml', body });
  }
  const target = /^AmazonAthena\.(\w+)$/.exec(String(request.headers['x-amz-target']))?.[1] ?? '';
  if (!isAthenaOperation(target)) return answer(exceptionReply(unknownOperation()));
  athena.calls.count(target);
  const refusal = athena.credentials.refuse(request.headers, 'athena');
  if (refusal) return answer(exceptionReply(refused(refusal)));
  if (!athena.buckets.take(target)) {
    athena.calls.countThrottled(target);
    return answer(errors.throttled);
  }
  const fault = athena.faults.decide(target);
  return disturbed(fault, async () => handled(athena, target, request.body, fault), errors);
}

function handled(
  athena: Athena,
  operation: AthenaOperation,
  body: Buffer,
  fault: Fault | undefined,
): Reply {
  try {
    return jsonReply(200, handlers[operation](athena, parsed(body), fault));
  } catch (error) {
    if (error instanceof AthenaException) return exceptionReply(error);
    return exceptionReply(internalServerError());
  }
}

/** `null` stands for a member that is not there. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString(), (_key, value: unknown) => value ?? undefined);
  } catch {
    throw serializationException();
  }
}

function executionFault({ kind, errorType }: Fault): ExecutionFault | undefined {
  if (kind === 'requeued') return { kind, times: 1 };
  if (kind === 'cancelled') return { kind };
  return kind === 'failed' ? { kind, failure: athenaFailure(errorType ?? 200) } : undefined;
}

function exceptionReply(exception: AthenaException): Reply {
  return jsonReply(exception.status, exception.body);
}

function refused(refusal: Refusal): AthenaException {
  const lowerCase = { messageKey: 'message' } as const;
  switch (refusal.kind) {
    case 'missing':
      return new AthenaException(
        'MissingAuthenticationTokenException',
        'Missing Authentication Token',
        lowerCase,
      );
    case 'incomplete':
      return new AthenaException(
        'IncompleteSignatureException',
        'The request signature does not conform to AWS standards',
        lowerCase,
      );
    case 'unknown':
      return new AthenaException(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
        lowerCase,
      );
    case 'expired':
      return expiredToken();
    default:
      return new AthenaException(
        'InvalidSignatureException',
        `Signature expired: ${refusal.signedAt} is too far from the time of the server`,
        lowerCase,
      );
  }
}
