import type { AthenaFailure } from './AthenaFailure';
import { bytesScannedBy, type Execution } from './Execution';
import { resultObject } from '../results/resultObject';

/** The `QueryExecution` of the wire. Execution parameters are not returned, as Athena does not return them. */
export function describeExecution(execution: Execution, nowMs: number) {
  const { id, input, kind, workgroup, destination, phase } = execution;
  const context = input.QueryExecutionContext;
  const reuse = input.ResultReuseConfiguration?.ResultReuseByAgeConfiguration;
  return {
    QueryExecutionId: id,
    Query: input.QueryString,
    StatementType: kind.type,
    SubstatementType: kind.subtype,
    ResultConfiguration:
      destination.kind === 's3' ? { OutputLocation: outputLocation(execution) } : undefined,
    ManagedQueryResultsConfiguration:
      destination.kind === 'managed' ? { Enabled: true } : undefined,
    ResultReuseConfiguration: reuse && {
      ResultReuseByAgeConfiguration: {
        Enabled: reuse.Enabled,
        MaxAgeInMinutes: reuse.Enabled ? (reuse.MaxAgeInMinutes ?? 60) : undefined,
      },
    },
    QueryExecutionContext: {
      Database: context?.Database,
      Catalog: context?.Catalog?.toLowerCase(),
    },
    Status: {
      State: phase.state,
      StateChangeReason: reason(execution),
      SubmissionDateTime: execution.submittedAtMs / 1_000,
      CompletionDateTime: 'completedAtMs' in phase ? phase.completedAtMs / 1_000 : undefined,
      AthenaError: phase.state === 'FAILED' ? athenaError(phase.failure) : undefined,
    },
    Statistics: statistics(execution, nowMs),
    WorkGroup: workgroup,
    EngineVersion: {
      SelectedEngineVersion: 'AUTO',
      EffectiveEngineVersion: 'Athena engine version 3',
    },
  };
}

/** The place of the result; that of the earlier query when its result was reused. */
function outputLocation(execution: Execution): string | undefined {
  const { phase } = execution;
  const object = phase.state === 'SUCCEEDED' ? phase.result.object : resultObject(execution);
  return object && `s3://${object.bucket}/${object.key}`;
}

function reason({ phase }: Execution): string | undefined {
  if (phase.state === 'FAILED') return phase.failure.message;
  return phase.state === 'CANCELLED' ? phase.reason : undefined;
}

function athenaError({ category, type, retryable, message }: AthenaFailure) {
  return {
    ErrorCategory: category,
    ErrorType: type,
    Retryable: retryable,
    ErrorMessage: message,
  };
}

/** Milliseconds as Athena tells them: whole ones, and those of the present while the query runs. */
export function statistics(execution: Execution, nowMs: number) {
  const { phase, spent, submittedAtMs } = execution;
  const endMs = 'completedAtMs' in phase ? phase.completedAtMs : nowMs;
  const queueMs = spent.queueMs + (phase.state === 'QUEUED' ? nowMs - phase.sinceMs : 0);
  const engineMs = spent.engineMs + (phase.state === 'RUNNING' ? nowMs - phase.sinceMs : 0);
  return {
    EngineExecutionTimeInMillis: Math.round(engineMs),
    DataScannedInBytes: bytesScannedBy(execution, nowMs),
    TotalExecutionTimeInMillis: Math.round(endMs - submittedAtMs),
    QueryQueueTimeInMillis: Math.round(queueMs),
    ServicePreProcessingTimeInMillis: Math.round(spent.preProcessingMs),
    QueryPlanningTimeInMillis: Math.round(spent.planningMs),
    ServiceProcessingTimeInMillis: 0,
    ResultReuseInformation: {
      ReusedPreviousResult: phase.state === 'SUCCEEDED' && phase.reused,
    },
  };
}
