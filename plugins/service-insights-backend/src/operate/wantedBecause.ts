import type { WantedReason } from '../plan/planDays';

const reasons: Record<WantedReason, string> = {
  missing: 'it is not published, or only as unfinished',
  empty: 'nothing was found of it so far',
  late: 'events may have come since it was read',
  changed: 'the lake says that its data is another',
  redefined: 'it was read by an older definition',
  open: 'it is not over',
  doubtful: 'what was read last was so unusual that it did not replace what is published',
  asked: 'someone asked for it',
};

/** Why a day is to be read, in words. */
export function wantedBecause(reason: WantedReason): string {
  return reasons[reason];
}
