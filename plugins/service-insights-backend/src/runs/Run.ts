import type { Day } from 'backstage-plugin-service-insights-common';
import type {
  EngineErrorClass,
  EngineFailure,
  RunCost,
} from 'backstage-plugin-service-insights-node';

/** What a run reads. At most one run of a key is open at any time, whoever asks for it. */
export type RunKey = { datasetId: string; version: number; source: string; day: Day };

/** A run to be put into the ledger. */
export type NewRun = RunKey & {
  id: string;
  attempt: number;
  token: string;
  /** State of the source when the run was planned, where the engine can tell. */
  sourceVersion: string | undefined;
};

/** A run this process holds the lease of. */
export type ClaimedRun = RunKey & {
  id: string;
  attempt: number;
  token: string;
  sourceVersion: string | undefined;
  /** The engine's id, when the run was started before: by this process or by one that is gone. */
  engineRunId: string | undefined;
  /** Goes up with every claim; a write with an older one changes nothing. */
  fence: number;
  startedAtMs: number;
};

/** How a failed run is kept in the ledger. */
export type FailedRun = { failure: EngineFailure; cost: RunCost | undefined };

/** What the ledger and the published days say about one day of a source. */
export type KnownDay = {
  day: Day;
  /** How many runs it ever had: the state a plan was made from, checked again when the plan is carried out. */
  runs: number;
  isInFlight: boolean;
  published:
    { state: 'complete' | 'open' | 'empty'; sourceVersion: string | undefined } | undefined;
  /** When it was last read to the end. */
  readAtMs: number | undefined;
  /** Why and when the last run failed; nothing when it did not. */
  failure: { class: EngineErrorClass; atMs: number } | undefined;
};
