import { Button } from '@backstage/ui';
import styles from './ChartLegend.module.css';
import { Hatch } from './Hatch';
import type { Pattern } from './patterns';
import type { SeriesChoice } from './SeriesChoice';
import { useWords } from '../translation/useWords';

/** What a mark of a chart means: by its pattern first, by its colour second. */
export type LegendEntry = {
  label: string;
  color: string;
  mark:
    | { kind: 'line'; dash?: string; width?: number }
    | { kind: 'area'; pattern: Pattern }
    | { kind: 'ring' };
  /** The series that it stands for; absent where it explains a mark. */
  series?: string;
};

/** The marks of a chart with their meaning. A series that can be shown alone is a button that does so, and undoes it. */
export function ChartLegend(props: { entries: readonly LegendEntry[]; choice?: SeriesChoice }) {
  return (
    <ul className={styles.legend}>
      {props.entries.map(entry => (
        <li key={entry.label}>
          <Entry entry={entry} choice={props.choice} />
        </li>
      ))}
    </ul>
  );
}

function Entry({ entry, choice }: { entry: LegendEntry; choice?: SeriesChoice }) {
  const { t } = useWords();
  const { label, series } = entry;
  const content = (
    <>
      <svg width={24} height={12} aria-hidden>
        <Mark entry={entry} />
      </svg>
      {label}
    </>
  );
  if (!choice || series === undefined) return content;
  const isChosen = choice.only === series;
  return (
    <Button
      size="small"
      variant="tertiary"
      className={styles.series}
      data-words
      data-other={choice.only !== undefined && !isChosen ? true : undefined}
      aria-label={t('filter.only', { name: label })}
      aria-pressed={isChosen}
      onPress={() => choice.show(isChosen ? undefined : series)}
    >
      {content}
    </Button>
  );
}

function Mark({ entry: { color, mark, label } }: { entry: LegendEntry }) {
  switch (mark.kind) {
    case 'line':
      return (
        <line
          x1={1}
          x2={23}
          y1={6}
          y2={6}
          stroke={color}
          strokeWidth={mark.width ?? 2}
          strokeDasharray={mark.dash}
        />
      );
    case 'ring':
      return <circle cx={12} cy={6} r={4} fill="none" stroke={color} strokeWidth={2} />;
    default: {
      const id = `si-legend-${label.replace(/\W/g, '')}-${mark.pattern}`;
      return (
        <>
          <defs>
            <Hatch id={id} color={color} pattern={mark.pattern} />
          </defs>
          <rect x={1} y={0} width={22} height={12} fill={`url(#${id})`} />
        </>
      );
    }
  }
}
