import type { EngineFailure } from 'backstage-plugin-service-insights-node';
import { z } from 'zod';

/** What is looked at of whatever the SDK threw; everything else stays in the log. */
const thrown = z.object({
  name: z.string().default('Error'),
  AthenaErrorCode: z.string().optional(),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
});

const throttling = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
]);

const credentials = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'CredentialsProviderError',
]);

const permission = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'UnknownOperationException',
]);

const resultsGone = new Set(['NoSuchKey', 'NoSuchBucket', 'RESULT_NOT_FOUND']);

/**
 * Whether new credentials may help: they are rebuilt once, then the failure stands.
 */
export function isExpired(error: unknown): boolean {
  const parsed = thrown.safeParse(error);
  return parsed.success && credentials.has(parsed.data.name);
}

/**
 * What a failed call means: the one place where errors of the SDK are classified.
 *
 * @param error - whatever the SDK threw
 * @returns a failure whose message may be shown: none of AWS's own words
 */
export function describeCallFailure(error: unknown): EngineFailure {
  const parsed = thrown.safeParse(error);
  if (!parsed.success) {
    return { class: 'transient', code: 'UNKNOWN', message: 'The engine could not be called.' };
  }
  const { name, AthenaErrorCode: code, $metadata } = parsed.data;
  if (throttling.has(name)) {
    return {
      class: 'throttled',
      code: 'THROTTLED',
      message: 'The engine takes no more calls now.',
    };
  }
  if (credentials.has(name)) {
    return {
      class: 'operator',
      code: 'CREDENTIALS',
      message: "The engine's credentials have expired or cannot be had.",
    };
  }
  if (permission.has(name)) {
    return {
      class: 'operator',
      code: 'NOT_PERMITTED',
      message: 'The engine does not permit the portal to do this.',
    };
  }
  if (resultsGone.has(name) || (code !== undefined && resultsGone.has(code))) {
    return {
      class: 'transient',
      code: 'RESULTS_GONE',
      message: 'The result of the query is no longer there.',
    };
  }
  if (name === 'InvalidRequestException') return describeInvalidRequest(code);
  const status = $metadata?.httpStatusCode;
  return {
    class: 'transient',
    code: status !== undefined && status >= 500 ? `HTTP_${status}` : 'UNREACHABLE',
    message: 'The engine could not be reached, or did not answer properly.',
  };
}

function describeInvalidRequest(code: string | undefined): EngineFailure {
  switch (code) {
    case 'MALFORMED_QUERY':
      return {
        class: 'definition',
        code,
        message: 'The engine does not understand the SQL of the definition.',
      };
    case 'QUERY_EXECUTION_NOT_FOUND':
      return {
        class: 'transient',
        code: 'RESULTS_GONE',
        message: 'The engine no longer knows the query.',
      };
    case 'INVALID_QUERY_EXECUTION_STATE':
      return {
        class: 'transient',
        code,
        message: 'The result was asked for before the query had ended.',
      };
    default:
      return {
        class: 'operator',
        code: code ?? 'INVALID_REQUEST',
        message:
          "The engine refuses the request: check the engine's workgroup, catalog and output location.",
      };
  }
}
