import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Athena } from '../Athena';
import { disturbed, type Outcome } from '../faults/disturbed';
import type { Fault } from '../faults/Fault';
import { xmlReply, type Reply } from './Reply';
import type { Refusal } from './Credentials';

const errors = {
  throttled: xmlReply(503, 'SlowDown', 'Please reduce your request rate.'),
  tooManyRequests: xmlReply(503, 'SlowDown', 'Please reduce your request rate.'),
  internalError: xmlReply(
    500,
    'InternalError',
    'We encountered an internal error. Please try again.',
  ),
  expiredCredentials: xmlReply(400, 'ExpiredToken', 'The provided token has expired.'),
};

const noSuchKey = xmlReply(404, 'NoSuchKey', 'The specified key does not exist.');

/** Answers GetObject, path style, for result files. There is nothing else in this S3. */
export async function s3Endpoint(
  athena: Athena,
  request: { method: string; path: string; headers: IncomingHttpHeaders },
): Promise<Outcome> {
  athena.calls.count('GetObject');
  const answer = (reply: Reply): Outcome => ({ kind: 'answer', reply, delayMs: 0 });
  const refusal = athena.credentials.refuse(request.headers, 's3');
  if (refusal) return answer(refused(refusal));
  const [, bucket = '', key = ''] =
    /^\/([^/]+)\/?(.*)$/.exec(decodeURIComponent(request.path)) ?? [];
  if (request.method !== 'GET' || bucket === '' || key === '') {
    return answer(xmlReply(501, 'NotImplemented', 'athena-local answers GetObject only.'));
  }
  const fault = athena.faults.decide('GetObject');
  return disturbed(
    fault,
    async () => getObject(athena, { bucket, key }, request.headers.range, fault),
    errors,
  );
}

function getObject(
  { results }: Athena,
  object: { bucket: string; key: string },
  range: string | undefined,
  fault: Fault | undefined,
): Reply {
  if (fault?.kind === 'vanishedResults' && fault.effect === 'before') results.expireObject(object);
  if (!results.hasBucket(object.bucket)) {
    return xmlReply(404, 'NoSuchBucket', 'The specified bucket does not exist');
  }
  const file = results.file(object);
  if (!file) return noSuchKey;
  if (fault?.kind === 'vanishedResults') results.expireObject(object);
  const headers = {
    ETag: `"${createHash('md5').update(file.body).digest('hex')}"`,
    'Last-Modified': new Date(file.modifiedAtMs).toUTCString(),
    'Accept-Ranges': 'bytes',
  };
  const contentType = 'application/octet-stream';
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === undefined) return { status: 200, contentType, body: file.body, headers };
  const first = Number(from);
  const last = Math.min(to ? Number(to) : Infinity, file.body.length - 1);
  if (first > last) {
    return xmlReply(416, 'InvalidRange', 'The requested range is not satisfiable');
  }
  return {
    status: 206,
    contentType,
    body: file.body.subarray(first, last + 1),
    headers: { ...headers, 'Content-Range': `bytes ${first}-${last}/${file.body.length}` },
  };
}

function refused({ kind }: Refusal): Reply {
  switch (kind) {
    case 'expired':
      return errors.expiredCredentials;
    case 'unknown':
      return xmlReply(
        403,
        'InvalidAccessKeyId',
        'The AWS Access Key Id you provided does not exist in our records.',
      );
    case 'skewed':
      return xmlReply(
        403,
        'RequestTimeTooSkewed',
        'The difference between the request time and the current time is too large.',
      );
    default:
      return xmlReply(403, 'AccessDenied', 'Access Denied');
  }
}
