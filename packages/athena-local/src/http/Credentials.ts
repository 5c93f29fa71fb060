import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is not let in. */
export type Refusal =
  | { kind: 'missing' }
  | { kind: 'unknown' }
  | { kind: 'expired' }
  | { kind: 'incomplete' }
  | { kind: 'skewed'; signedAt: string };

const allowedSkewMs = 5 * 60_000;

/**
 * Who may call. Signatures are not computed: that a request is signed for the right service, with a key that is known,
 * not expired and at about the right time is all that is looked at.
 *
 * @public
 */
export class Credentials {
  readonly #expired = new Set<string>();

  /** @param known - key ids that are let in; all when left out */
  constructor(
    private readonly known: readonly string[] | undefined,
    private readonly nowMs: () => number,
  ) {}

  /** From now on a key id, or a session token, is answered with `ExpiredTokenException`. */
  expire(keyIdOrSessionToken: string): void {
    this.#expired.add(keyIdOrSessionToken);
  }

  /** @internal */
  refuse(headers: IncomingHttpHeaders, service: 'athena' | 's3'): Refusal | undefined {
    const { authorization } = headers;
    if (!authorization) return { kind: 'missing' };
    const scope =
      /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request,/.exec(
        authorization,
      );
    const isComplete =
      scope?.[2] === service &&
      /SignedHeaders=[^,\s]*host/.test(authorization) &&
      /Signature=[0-9a-f]{64}/.test(authorization);
    const signedAtMs = signingTime(headers['x-amz-date']);
    if (!scope || !isComplete || signedAtMs === undefined) return { kind: 'incomplete' };
    if (this.known && !this.known.includes(scope[1])) return { kind: 'unknown' };
    const sessionToken = headers['x-amz-security-token'];
    if (this.#expired.has(scope[1]) || this.#expired.has(String(sessionToken))) {
      return { kind: 'expired' };
    }
    return Math.abs(this.nowMs() - signedAtMs) > allowedSkewMs
      ? { kind: 'skewed', signedAt: String(headers['x-amz-date']) }
      : undefined;
  }
}

function signingTime(header: string | string[] | undefined): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(header));
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
