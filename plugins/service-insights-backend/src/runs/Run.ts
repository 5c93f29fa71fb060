import type { Day } from 'backstage-plugin-service-insights-common';
import type {
  EngineErrorClass,
  EngineFailure,
  EngineStatement,
  RunCost,
} from 'backstage-plugin-service-insights-node';
import type { StopReason } from './StopReason';

/** What a run reads. At most one run of a key is open at any time, whoever asks for it. */
export type RunKey = { datasetId: string; version: number; source: string; day: Day };

type RunIdentity = RunKey & {
  id: string;
  attempt: number;
  token: string;
  /** State of the source when the run was planned, where the engine can tell. */
  sourceVersion: string | undefined;
};

/** A run to be put into the ledger. */
export type NewRun = RunIdentity & { statement: EngineStatement };

/** What a holder writes with. The fence goes up whenever a run is taken; a write with an older one changes nothing. */
export type HeldRun = { id: string; fence: number };

/** No answer of the engine is known. */
export type StartingRun = {
  state: 'starting';
  engineRunId: undefined;
  /** Whether someone asked the engine before, and did not learn or store its answer. */
  mayBeStarted: boolean;
  /** What the token was derived from; nothing on a run from before this was kept. */
  statement: EngineStatement | undefined;
};

/** The engine knows the run: it was started by this process, or by one that is gone. */
export type StartedRun = { state: 'running' | 'publishing'; engineRunId: string };

/** A run this process holds the lease of, to carry it out. */
export type ClaimedRun = RunIdentity &
  HeldRun & { startedAtMs: number } & (StartingRun | StartedRun);

/** A run this process holds the lease of, to end it. */
export type StoppingRun = RunIdentity &
  HeldRun & {
    state: 'stopping';
    reason: StopReason;
    engineRunId: string | undefined;
    statement: EngineStatement | undefined;
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
    | {
        state: 'complete' | 'open' | 'empty';
        sourceVersion: string | undefined;
        /** Whether it was carried over from another version, and not read since. */
        isOfOlderDefinition: boolean;
        /** When a suspicious reading did not replace it, unless one after that did away with the doubt. */
        doubtedAtMs?: number;
      }
    | undefined;
  /** When it was last read to the end. */
  readAtMs: number | undefined;
  /** Why and when the last run failed, and how often runs failed so; nothing when the last one did not. */
  failure: { class: EngineErrorClass; atMs: number; times: number } | undefined;
};
