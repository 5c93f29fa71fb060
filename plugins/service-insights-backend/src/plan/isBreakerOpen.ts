import type { KnownDay } from '../runs/Run';

/** So many days that failed for their definition, and none that did not, are no accident. */
const failingDays = 3;

/**
 * Whether a definition can only fail: its newest day that was tried did, and so did several since one was last read to
 * the end. Nothing but a probe is planned then, until the definition changes, a probe goes through, or someone says that
 * the lake was mended.
 *
 * @param known - of one version and source
 * @param forgivenUntilMs - failures up to this instant do not count
 */
export function isBreakerOpen(
  known: readonly KnownDay[],
  forgivenUntilMs: number | undefined,
): boolean {
  const newestTried = known
    .filter(({ failure, readAtMs }) => failure !== undefined || readAtMs !== undefined)
    .reduce<KnownDay | undefined>((a, b) => (a && a.day > b.day ? a : b), undefined);
  if (newestTried?.failure?.class !== 'definition') return false;
  const since = Math.max(
    forgivenUntilMs ?? -Infinity,
    ...known.map(({ readAtMs }) => readAtMs ?? -Infinity),
  );
  const failed = known.filter(
    ({ failure }) => failure?.class === 'definition' && failure.atMs > since,
  );
  return failed.length >= failingDays;
}
