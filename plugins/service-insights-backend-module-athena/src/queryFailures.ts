import type { EngineFailure } from 'backstage-plugin-service-insights-node';

type Verdict = Omit<EngineFailure, 'code'>;

const resources: Verdict = {
  class: 'transient',
  message: 'The query was too heavy for the engine at this moment.',
};
const internal: Verdict = { class: 'transient', message: 'The engine failed inside.' };
const timedOut: Verdict = {
  class: 'definition',
  message:
    'The query took longer than the engine allows. Read less in one day, or raise the limit.',
};
const writeFailed: Verdict = {
  class: 'transient',
  message: 'The engine could not write its result.',
};
const authors: Verdict = {
  class: 'definition',
  message: 'The engine refuses the query or the data it reads: see the definition.',
};
const notFound: Verdict = {
  class: 'definition',
  message: 'A table, column, function or file that the query names is not there.',
};
const engineThrottled: Verdict = {
  class: 'throttled',
  message: 'The engine is being throttled by what it reads from.',
};
const denied: Verdict = {
  class: 'operator',
  message: 'The portal is not permitted to read the table or its files.',
};

/** Ranges of AthenaError's ErrorType, as Athena documents them under "Error reference"; the first match counts. */
const byErrorType: [first: number, last: number, verdict: Verdict][] = [
  [0, 8, resources],
  [206, 206, timedOut],
  [210, 210, timedOut],
  [234, 234, denied],
  [238, 238, writeFailed],
  [401, 402, writeFailed],
  [100, 499, internal],
  [9999, 9999, internal],
  [1302, 1302, { ...notFound, class: 'transient' }],
  [1109, 1110, notFound],
  [1300, 1307, notFound],
  [1402, 1402, authors],
  [1400, 1406, engineThrottled],
  [1500, 1501, denied],
  [1602, 1602, { class: 'throttled', message: 'The reserved capacity is used up.' }],
  [1000, 1303, authors],
];

/**
 * What a failed query means.
 *
 * @param error - `AthenaError` of the execution: category 1 system, 2 user, 3 other
 * @returns a failure whose message may be shown: none of Athena's own words
 */
export function describeQueryFailure(error: {
  category: number | undefined;
  type: number | undefined;
  retryable: boolean | undefined;
}): EngineFailure {
  const { category, type, retryable } = error;
  const code = `ATHENA_${type ?? 'UNKNOWN'}`;
  const known = byErrorType.find(
    ([first, last]) => type !== undefined && type >= first && type <= last,
  );
  if (known) return { code, ...known[2] };
  // Unknown is not retryable for ever: the caller's attempts are limited.
  if (retryable || category === 1) return { code, ...internal };
  return { code, ...(category === 2 ? authors : internal) };
}
