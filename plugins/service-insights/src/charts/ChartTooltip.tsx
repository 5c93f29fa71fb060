import type { ChartRow } from './chartRows';
import type { LinesChartProps } from './LinesChart';
import { useWords } from '../translation/useWords';
import { TooltipBox } from './TooltipBox';

/** The values of the point under the pointer or the arrow keys. */
export function ChartTooltip(props: LinesChartProps & { row?: ChartRow }) {
  const { row, lines, running, formatAt, nameAt = formatAt, formatValue, marks = [] } = props;
  const { t } = useWords();
  if (!row) return null;
  return (
    <TooltipBox title={nameAt(row.at)}>
      {marks
        .filter(({ at }) => at === row.at)
        .map(({ label }) => (
          <li key={label}>{label}</li>
        ))}
      {row.isMissing && <li>{props.missingLabel}</li>}
      {row.isPartial && <li>{t('chart.partial')}</li>}
      {row.isUnfinished && <li>{t('chart.unfinished')}</li>}
      {row.running !== null && running && (
        <li>
          {running.label}: {formatValue(row.running)}
        </li>
      )}
      {lines.map(({ key, label }) => {
        const value = row.values[key];
        return typeof value === 'number' ? (
          <li key={key}>
            {label}: {formatValue(value)}
          </li>
        ) : null;
      })}
    </TooltipBox>
  );
}
