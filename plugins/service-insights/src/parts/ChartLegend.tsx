import styles from './ChartLegend.module.css';
import { Hatch } from './Hatch';
import type { Pattern } from './patterns';

/** What a mark of a chart means: by its pattern first, by its colour second. */
export type LegendEntry = {
  label: string;
  color: string;
  mark:
    | { kind: 'line'; dash?: string; width?: number }
    | { kind: 'area'; pattern: Pattern }
    | { kind: 'ring' };
};

/** The marks of a chart with their meaning. */
export function ChartLegend(props: { entries: readonly LegendEntry[] }) {
  return (
    <ul className={styles.legend}>
      {props.entries.map(entry => (
        <li key={entry.label}>
          <svg width={24} height={12} aria-hidden>
            <Mark entry={entry} />
          </svg>
          {entry.label}
        </li>
      ))}
    </ul>
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
