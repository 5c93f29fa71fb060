import { AthenaConnection, type CallPatience } from '../AthenaConnection';
import { AthenaEngine } from '../AthenaEngine';
import { athenaOptionsSchema } from '../athenaOptions';
import { callBuckets } from '../callBuckets';

/**
 * An engine on a server that speaks Athena's protocol on this machine, put together as the module does it.
 *
 * @param options - the engine's options, other than those that say where the server is
 * @param pace - `callsPerSecond`: so many of either kind, whatever the limits say
 */
export function localEngine(
  endpoint: string,
  options: object = {},
  pace: { callsPerSecond?: number; patience?: CallPatience } = {},
): AthenaEngine {
  const parsed = athenaOptionsSchema.parse({
    region: 'eu-west-1',
    workGroup: 'insights',
    endpoint,
    s3Endpoint: endpoint,
    ...options,
  });
  const credentials = {
    getCredentialProvider: async () => ({
      sdkCredentialProvider: async () => ({ accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' }),
    }),
  };
  const { callsPerSecond, patience } = pace;
  const limits =
    callsPerSecond === undefined
      ? parsed.limits
      : { startsPerSecond: callsPerSecond, readsPerSecond: callsPerSecond };
  const connection = new AthenaConnection(parsed, credentials, callBuckets(limits), patience);
  return new AthenaEngine('lake', parsed, connection);
}
