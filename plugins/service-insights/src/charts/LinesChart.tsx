import { useId } from 'react';
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { Hatch } from '../parts/Hatch';
import { axisText, margin } from './axis';
import type { ChartLine, ChartMark, ChartRow } from './chartRows';
import { ChartTooltip } from './ChartTooltip';
import { PointDot } from './PointDot';

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
  /** What happened between the points. */
  marks?: readonly ChartMark[];
  /** Chooses a point. The table with the same numbers does it by the keys. */
  onPick?(at: string): void;
  missingLabel: string;
  /** A point on the axis, and alone. */
  formatAt(at: string): string;
  nameAt?(at: string): string;
  formatAxis(value: number): string;
  formatValue(value: number): string;
};

/**
 * Straight lines over days: no smoothing, because curves invent values; a gap and a hatched band where a day is
 * missing; rings for what is not whole yet: the day that is still running, a week that reaches beyond the period.
 */
export function LinesChart(props: LinesChartProps) {
  const { rows, lines, running, onPick } = props;
  const id = `si-${useId().replace(/:/g, '')}`;
  const [missing, partial] = [`${id}-missing`, `${id}-partial`];
  const top = highest(props);
  const data = rows.map(row => ({
    ...row.values,
    at: row.at,
    running: row.running,
    missing: row.isMissing ? top : null,
    partial: row.isPartial ? top : null,
  }));
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 220 }}>
      <ComposedChart
        title={props.label}
        data={data}
        margin={margin}
        barCategoryGap={0}
        style={onPick ? { cursor: 'pointer' } : undefined}
        onClick={onPick && (({ activeLabel }) => activeLabel && onPick(String(activeLabel)))}
      >
        <defs>
          <Hatch id={missing} color="var(--si-missing)" pattern="rising" />
          <Hatch id={partial} color="var(--si-missing)" pattern="dots" />
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
        {[missing, partial].map((pattern, index) => (
          <Bar
            key={pattern}
            dataKey={index === 0 ? 'missing' : 'partial'}
            stackId="hatched"
            fill={`url(#${pattern})`}
            isAnimationActive={false}
            activeBar={false}
          />
        ))}
        {props.marks?.map(({ at, label }) => (
          <ReferenceLine
            key={at}
            x={at}
            stroke="var(--si-fg-muted)"
            strokeDasharray="2 2"
            label={{ ...axisText, value: label, position: 'insideTopLeft' }}
          />
        ))}
        {lines.map(({ key, color, width, dash, isBefore }) => (
          <Line
            key={key}
            dataKey={key}
            type="linear"
            stroke={color}
            strokeWidth={width}
            strokeDasharray={dash}
            dot={({ cx, cy, index }) => (
              <PointDot
                key={index}
                cx={cx}
                cy={cy}
                color={color}
                isHollow={!isBefore && rows[index]?.isUnfinished}
                isShown={props.hasDots}
              />
            )}
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

/** Of what is drawn: a line that is not shown takes no room. */
function highest({ rows, lines, running }: LinesChartProps): number {
  const values = rows.flatMap(row => [
    running ? row.running : null,
    ...lines.map(({ key }) => row.values[key] ?? null),
  ]);
  return Math.max(0, ...values.filter(value => value !== null));
}
