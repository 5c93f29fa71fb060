import type { Athena } from '../Athena';
import { invalidRequest } from '../wire/exceptions';
import { getWorkGroupInput } from '../wire/inputs';
import { readInput } from '../wire/readInput';

/** A workgroup with its configuration. */
export function getWorkGroup({ workgroups }: Athena, body: unknown) {
  const { WorkGroup } = readInput(getWorkGroupInput, body);
  const workgroup = workgroups.get(WorkGroup);
  if (!workgroup) throw invalidRequest('INVALID_INPUT', `WorkGroup ${WorkGroup} is not found.`);
  return {
    WorkGroup: {
      Name: WorkGroup,
      State: workgroup.state ?? 'ENABLED',
      Configuration: {
        ResultConfiguration: workgroup.outputLocation
          ? { OutputLocation: workgroup.outputLocation }
          : {},
        ManagedQueryResultsConfiguration: { Enabled: workgroup.managedResults ?? false },
        EnforceWorkGroupConfiguration: workgroup.enforceConfiguration ?? false,
        PublishCloudWatchMetricsEnabled: false,
        BytesScannedCutoffPerQuery: workgroup.bytesScannedCutoffPerQuery,
        RequesterPaysEnabled: false,
        EngineVersion: {
          SelectedEngineVersion: 'AUTO',
          EffectiveEngineVersion: 'Athena engine version 3',
        },
      },
    },
  };
}
