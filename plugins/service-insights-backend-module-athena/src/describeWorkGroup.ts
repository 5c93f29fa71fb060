import type { AthenaOptions } from './athenaOptions';
import type { WorkGroup } from './responses';

/**
 * What is wrong with a workgroup, before anything is run in it.
 *
 * @returns one line per problem, with what to do
 */
export function describeWorkGroup(
  { State, Configuration }: WorkGroup,
  options: AthenaOptions,
): string[] {
  const problems: string[] = [];
  const managed = Configuration?.ManagedQueryResultsConfiguration?.Enabled ?? false;
  const location = Configuration?.ResultConfiguration?.OutputLocation;
  if (State === 'DISABLED') problems.push('the workgroup is disabled: enable it');
  if (managed && options.outputLocation !== undefined) {
    problems.push('the workgroup manages its results: leave outputLocation out');
  }
  if (!managed && location === undefined && options.outputLocation === undefined) {
    problems.push(
      'there is nowhere to write results: set outputLocation, or a location or managed results in the workgroup',
    );
  }
  if (Configuration?.EnforceWorkGroupConfiguration && options.outputLocation !== undefined) {
    problems.push(
      'the workgroup enforces its own configuration: leave outputLocation out, it is ignored and results are never reused',
    );
  }
  if (Configuration?.BytesScannedCutoffPerQuery === undefined) {
    problems.push(
      'the workgroup has no limit of bytes per query: set one, it is the last brake on cost',
    );
  }
  return problems;
}
