import type { AthenaOperation } from '../wire/operations';

/**
 * What can be disturbed: Athena's operations, and the reading of a result file.
 *
 * @public
 */
export type FaultyOperation = AthenaOperation | 'GetObject';

/**
 * What can go wrong, and where in a call: `before` means that the call has no effect, `after` that it has, and its
 * answer is lost or spoiled.
 *
 * @public
 */
export type Fault = {
  kind: FaultKind;
  effect: 'before' | 'after';
  /** Of `slow`: how much later the answer comes, in real milliseconds. */
  delayMs?: number;
  /** Of `failed`: the error type of Athena's reference. */
  errorType?: number;
};

const answers = ['before', 'after'] as const;
const everywhere = 'all';

type Definition = {
  operations: 'all' | readonly FaultyOperation[];
  effects: readonly ('before' | 'after')[];
};

const definitions = {
  /** `ThrottlingException`, from S3 `SlowDown`. */
  throttled: { operations: everywhere, effects: answers },
  /** `TooManyRequestsException`. */
  tooManyRequests: { operations: ['StartQueryExecution', 'GetQueryResults'], effects: answers },
  /** 500. */
  internalError: { operations: everywhere, effects: answers },
  /** 503 with a page in HTML. */
  unavailable: { operations: everywhere, effects: answers },
  /** The connection is reset instead of an answer. */
  reset: { operations: everywhere, effects: answers },
  /** No answer ever comes. */
  hang: { operations: everywhere, effects: answers },
  /** The answer is right, but late. */
  slow: { operations: everywhere, effects: ['after'] },
  /** 200 with the first half of the answer, and a length that fits. */
  truncated: { operations: everywhere, effects: ['after'] },
  /** 200 with the first half of the answer, then a reset. */
  brokenOff: { operations: everywhere, effects: ['after'] },
  /** 200 with `{}`, from S3 with nothing. */
  emptyAnswer: { operations: everywhere, effects: answers },
  /** 200 with a page in HTML. */
  html: { operations: everywhere, effects: answers },
  /** 200 with numbers where texts belong, and texts where objects and lists belong. */
  wrongTypes: { operations: everywhere, effects: ['after'] },
  /** `ExpiredTokenException`. */
  expiredCredentials: { operations: everywhere, effects: answers },
  /** The result is deleted, for good. */
  vanishedResults: { operations: ['GetQueryResults', 'GetObject'], effects: answers },
  /** A page's token leads to the same page again. */
  repeatedToken: { operations: ['GetQueryResults'], effects: ['after'] },
  /** A row of a page lacks its last value. */
  shortRow: { operations: ['GetQueryResults'], effects: ['after'] },
  /** Some of the ids come back as unprocessed. */
  unprocessed: { operations: ['BatchGetQueryExecution'], effects: ['after'] },
  /** The query goes back from RUNNING to QUEUED. */
  requeued: { operations: ['StartQueryExecution'], effects: ['after'] },
  /** The query ends in FAILED. */
  failed: { operations: ['StartQueryExecution'], effects: ['after'] },
  /** Somebody else stops the query. */
  cancelled: { operations: ['StartQueryExecution'], effects: ['after'] },
} satisfies Record<string, Definition>;

/** @public */
export type FaultKind = keyof typeof definitions;

const isFaultKind = (name: string): name is FaultKind => Object.hasOwn(definitions, name);

/** @public */
export const faultKinds: readonly FaultKind[] = Object.keys(definitions).filter(isFaultKind);

/**
 * The ways an operation can be disturbed.
 *
 * @public
 */
export function faultsOf(operation: FaultyOperation): Pick<Fault, 'kind' | 'effect'>[] {
  return faultKinds.flatMap(kind => {
    const { operations, effects }: Definition = definitions[kind];
    if (operations !== 'all' && !operations.includes(operation)) return [];
    return effects.map(effect => ({ kind, effect }));
  });
}
