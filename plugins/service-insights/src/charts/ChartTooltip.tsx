import type { ChartRow } from './chartRows';
import type { LinesChartProps } from './LinesChart';
import { TooltipBox } from './TooltipBox';

/** The values of the point under the pointer or the arrow keys. */
export function ChartTooltip(props: LinesChartProps & { row?: ChartRow }) {
  const { row, lines, running, formatAt, formatValue } = props;
  if (!row) return null;
  return (
    <TooltipBox title={formatAt(row.at)}>
      {row.isMissing && <li>{props.missingLabel}</li>}
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
