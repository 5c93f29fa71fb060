import type { Hold } from './findHold';

/** Why a dataset is not refreshed now, for who reads it. */
export type RefreshPause = {
  reason: 'budget' | 'operator';
  /** When it ends by itself, in milliseconds since 1970; nothing when it does not. */
  untilMs: number | undefined;
};

/** The pause that ends last of those that keep a dataset's sources; waiting for other runs is none. */
export function refreshPause(holds: readonly Hold[]): RefreshPause | undefined {
  const pauses = holds.flatMap((hold): RefreshPause[] => {
    switch (hold.because) {
      case 'paused':
        return [{ reason: 'operator', untilMs: hold.untilMs }];
      case 'usedUp':
        return [{ reason: 'budget', untilMs: hold.untilMs }];
      default:
        return [];
    }
  });
  const endOf = ({ untilMs }: RefreshPause) => untilMs ?? Infinity;
  return pauses.sort((a, b) => endOf(b) - endOf(a))[0];
}
