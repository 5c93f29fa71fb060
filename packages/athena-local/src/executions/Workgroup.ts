import { invalidRequest } from '../wire/exceptions';
import type { ResultDestination } from './ResultDestination';

/**
 * What a workgroup decides about its queries.
 *
 * @public
 */
export type Workgroup = {
  state?: 'ENABLED' | 'DISABLED';
  /** `s3://bucket/prefix/` */
  outputLocation?: string;
  /** The workgroup's location wins over what a client sends. */
  enforceConfiguration?: boolean;
  /** A query that would scan more is cancelled there, and billed. */
  bytesScannedCutoffPerQuery?: number;
  /** Results stay with Athena, and can be read by GetQueryResults alone. */
  managedResults?: boolean;
};

/**
 * The workgroup a query is started in.
 *
 * @throws AthenaException when it does not exist or takes no queries
 */
export function enabledWorkgroup(
  workgroups: ReadonlyMap<string, Workgroup>,
  name: string,
): Workgroup {
  const workgroup = workgroups.get(name);
  if (!workgroup) throw invalidRequest('INVALID_INPUT', `WorkGroup ${name} is not found.`);
  if (workgroup.state === 'DISABLED') {
    throw invalidRequest('INVALID_INPUT', `WorkGroup ${name} is disabled.`);
  }
  return workgroup;
}

/**
 * Where the result of a query goes, from what the client sent and what its workgroup says.
 *
 * @throws AthenaException when there is no place, or not a valid one
 */
export function resultDestination(
  { managedResults, enforceConfiguration, outputLocation }: Workgroup,
  sent: string | undefined,
): ResultDestination {
  if (sent !== undefined && !/^s3:\/\/[a-z0-9][a-z0-9.-]*(\/.*)?$/.test(sent)) {
    throw invalidRequest('INVALID_INPUT', 'outputLocation is not a valid S3 path.');
  }
  if (managedResults) {
    if (sent !== undefined) {
      throw invalidRequest(
        'INVALID_INPUT',
        'OutputLocation cannot be specified when managed query results are enabled for the workgroup.',
      );
    }
    return { kind: 'managed' };
  }
  const location = enforceConfiguration ? outputLocation : (sent ?? outputLocation);
  if (location === undefined) {
    throw invalidRequest(
      'INVALID_INPUT',
      'No output location provided. An output location is required either through the Workgroup result ' +
        'configuration setting or as an API input.',
    );
  }
  return { kind: 's3', location, overridden: sent !== undefined && sent !== location };
}
