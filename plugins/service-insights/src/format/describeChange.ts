import {
  metrics,
  type Change,
  type Figure,
  type MetricName,
} from 'backstage-plugin-service-insights-common';
import type { Words } from '../translation/useWords';

/** How a figure moved, for the eye and for the ear. */
export type ChangeWords = {
  arrow: 'up' | 'down' | 'none';
  /** Third signal, after the arrow and the sign: whether the move is good news. */
  tone: 'good' | 'bad' | 'neutral';
  /** As `+18% (+1.1M)`. */
  text: string;
  /** As `Up 18 percent, 1,204 more calls.` */
  spoken: string;
};

type Move = Extract<Change, { kind: 'up' | 'down' }>;

/**
 * Puts a change into words.
 *
 * @returns nothing when the figure was not to be compared
 */
export function describeChange(
  metric: MetricName,
  figure: Figure,
  words: Words,
): ChangeWords | undefined {
  const { t, format } = words;
  const { change } = figure;
  const still = (text: string, spoken: string): ChangeWords => ({
    arrow: 'none',
    tone: 'neutral',
    text,
    spoken,
  });
  switch (change.kind) {
    case 'none':
      return undefined;
    case 'same':
      return still(t('change.same'), t('change.spoken.same'));
    case 'lowVolume':
      return still(t('change.lowVolume'), t('change.spoken.lowVolume'));
    case 'notComparable':
      return still(t('change.notComparable'), t(`change.reason.${change.reason}`));
    case 'new':
      return still(
        t('change.new', { amount: format.signed(change.absolute) }),
        t('change.spoken.new'),
      );
    case 'stopped':
      return still(
        t('change.stopped', { amount: format.signed(change.absolute) }),
        t('change.spoken.stopped', { amount: format.exact(-change.absolute) }),
      );
    default:
      return {
        arrow: change.kind,
        tone: toneOf(metric, change.kind),
        text: textOfMove(metric, change, words),
        spoken: spokenMove(metric, change, words),
      };
  }
}

function toneOf(metric: MetricName, direction: 'up' | 'down'): ChangeWords['tone'] {
  const { rise } = metrics[metric];
  if (rise === 'neutral') return 'neutral';
  return (rise === 'good') === (direction === 'up') ? 'good' : 'bad';
}

function textOfMove(metric: MetricName, { absolute, relative }: Move, { t, format }: Words) {
  const { unit } = metrics[metric];
  if (unit === 'rate') return t('change.points', { points: format.signedPoints(absolute) });
  const amount = unit === 'ms' ? format.signedDuration(absolute) : format.signed(absolute);
  return relative === null || unit === 'ratio'
    ? t('change.amount', { amount })
    : t('change.relative', { percent: format.signedPercent(relative), amount });
}

function spokenMove(metric: MetricName, move: Move, { t, format }: Words): string {
  const { unit } = metrics[metric];
  const isUp = move.kind === 'up';
  const size = Math.abs(move.absolute);
  if (unit === 'rate') {
    const options = { count: size * 100, points: format.points(size) };
    return isUp ? t('change.spoken.upPoints', options) : t('change.spoken.downPoints', options);
  }
  const amount = unit === 'ms' ? format.spokenDuration(size) : format.exact(size);
  if (move.relative === null || unit === 'ratio') {
    return isUp
      ? t('change.spoken.upAmount', { amount })
      : t('change.spoken.downAmount', { amount });
  }
  const options = { percent: format.spokenPercent(Math.abs(move.relative)), amount };
  if (unit === 'ms') {
    return isUp ? t('change.spoken.slower', options) : t('change.spoken.faster', options);
  }
  if (metric !== 'calls') {
    return isUp ? t('change.spoken.up', options) : t('change.spoken.down', options);
  }
  const counted = { ...options, count: size };
  return isUp ? t('change.spoken.upCalls', counted) : t('change.spoken.downCalls', counted);
}
