import { useId } from 'react';
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { Hatch } from '../parts/Hatch';
import { axisText, margin } from './axis';
import type { ChartLine, ChartRow } from './chartRows';
import { ChartTooltip } from './ChartTooltip';

/** What a chart of lines draws, and how it says its values. */
export type LinesChartProps = {
  /** What is drawn, in few words: the name of the drawing itself. */
  label: string;
  rows: readonly ChartRow[];
  lines: readonly ChartLine[];
  /** The line the running day belongs to. */
  running?: { label: string; color: string };
  /** Marks every point, where lines between them may have gaps. */
  hasDots?: boolean;
  missingLabel: string;
  formatAt(at: string): string;
  formatAxis(value: number): string;
  formatValue(value: number): string;
};

/**
 * Straight lines over days: no smoothing, because curves invent values; a gap and a hatched band where a day is
 * missing; a ring for the day that is still running.
 */
export function LinesChart(props: LinesChartProps) {
  const { rows, lines, running } = props;
  const hatch = `si-${useId().replace(/:/g, '')}`;
  const top = highest(rows);
  const data = rows.map(row => ({
    ...row.values,
    at: row.at,
    running: row.running,
    missing: row.isMissing ? top : null,
  }));
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 220 }}>
      <ComposedChart title={props.label} data={data} margin={margin} barCategoryGap={0}>
        <defs>
          <Hatch id={hatch} color="var(--si-missing)" pattern="rising" />
        </defs>
        <CartesianGrid vertical={false} stroke="var(--si-grid)" />
        <XAxis
          dataKey="at"
          tickFormatter={props.formatAt}
          tick={axisText}
          tickLine={false}
          axisLine={{ stroke: 'var(--si-missing)' }}
          minTickGap={32}
        />
        <YAxis
          domain={[0, top === 0 ? 1 : 'auto']}
          tickFormatter={props.formatAxis}
          tick={axisText}
          tickLine={false}
          axisLine={false}
          tickCount={4}
          width={52}
        />
        <Tooltip
          isAnimationActive={false}
          content={({ active, label }) => (
            <ChartTooltip
              row={active ? rows.find(({ at }) => at === label) : undefined}
              {...props}
            />
          )}
        />
        <Bar
          dataKey="missing"
          fill={`url(#${hatch})`}
          isAnimationActive={false}
          activeBar={false}
        />
        {lines.map(({ key, color, width, dash }) => (
          <Line
            key={key}
            dataKey={key}
            type="linear"
            stroke={color}
            strokeWidth={width}
            strokeDasharray={dash}
            dot={props.hasDots ? { r: 3, fill: color, stroke: 'none' } : false}
            activeDot={{ r: 3, fill: color, stroke: 'var(--si-surface)' }}
            connectNulls={false}
            isAnimationActive={false}
          />
        ))}
        {running && (
          <Line
            dataKey="running"
            stroke={running.color}
            strokeWidth={0}
            dot={{ r: 4, fill: 'var(--si-surface)', stroke: running.color, strokeWidth: 2 }}
            activeDot={false}
            isAnimationActive={false}
          />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function highest(rows: readonly ChartRow[]): number {
  const values = rows.flatMap(row => [row.running, ...Object.values(row.values)]);
  return Math.max(0, ...values.filter(value => value !== null));
}
