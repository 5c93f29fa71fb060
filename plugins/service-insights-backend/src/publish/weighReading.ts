import { leastCalls } from './judgeDay';
import type { Finding, Suspicion } from './Suspicion';

/** What is published of a day before it is read again. */
export type PublishedBefore = {
  state: 'complete' | 'open' | 'empty';
  calls: number;
  suspicion: readonly Suspicion[];
  finding: Finding | undefined;
};

/** What becomes of a reading. `keep`: what was published before stays, with what was found beside it. */
export type WeighedReading =
  { step: 'replace'; suspicion: Suspicion[] } | { step: 'keep'; reasons: Suspicion[] };

/** Late events only add calls: a reading with fewer than this of the calls before has lost some. */
const fewerThanBefore = 0.5;

/**
 * Weighs a reading of a day against what is published of it. A suspicious one does not replace a good day until a
 * second reading finds the same: a partition that is being rewritten looks like one that lost its events. A reading
 * that found nothing at all never does.
 *
 * @param suspicion - what is unusual about the reading
 */
export function weighReading(
  before: PublishedBefore | undefined,
  reading: { state: 'complete' | 'open' | 'empty'; calls: number },
  suspicion: readonly Suspicion[],
): WeighedReading {
  if (before?.state !== 'complete') return { step: 'replace', suspicion: [...suspicion] };
  if (reading.state === 'empty') {
    return { step: 'keep', reasons: [{ kind: 'noEvents', expected: before.calls, found: 0 }] };
  }
  const known = kindsOf(before.suspicion);
  const isLess = before.calls >= leastCalls && reading.calls < before.calls * fewerThanBefore;
  const lost: Suspicion[] = isLess
    ? [{ kind: 'fewerThanBefore', expected: before.calls, found: reading.calls }]
    : [];
  const reasons = [...suspicion.filter(({ kind }) => !known.has(kind)), ...lost];
  if (!isFoundAgain(reasons, before.finding)) return { step: 'keep', reasons };
  // What was lost before stays so until a reading finds more.
  const stillLost = before.suspicion.filter(
    ({ kind }) => kind === 'fewerThanBefore' && reading.calls <= before.calls,
  );
  return { step: 'replace', suspicion: [...suspicion, ...(isLess ? lost : stillLost)] };
}

/** Whether a reading found no more than one before it that did not replace the day. */
export function isFoundAgain(reasons: readonly Suspicion[], finding: Finding | undefined): boolean {
  const known = kindsOf(finding?.reasons ?? []);
  return reasons.every(({ kind }) => known.has(kind));
}

function kindsOf(suspicion: readonly Suspicion[]): Set<Suspicion['kind']> {
  return new Set(suspicion.map(({ kind }) => kind));
}
