import { useId } from 'react';
import {
  Bar,
  BarChart,
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { Hatch } from '../parts/Hatch';
import type { Pattern } from '../parts/patterns';
import { axisText, margin } from './axis';
import type { ChartMark } from './chartRows';
import { countAxis } from './countAxis';
import { TooltipBox } from './TooltipBox';

/** A segment of every bar. */
export type BarSegment = {
  key: string;
  label: string;
  color: string;
  pattern: Pattern;
  side: 'above' | 'below';
};

/** A bar: its name on the axis, and one count per segment. */
export type BarRow = { at: string; label: string; values: Readonly<Record<string, number>> };

/** Bars of hatched segments; those that stand for a loss hang below the axis. */
export function StackedBarsChart(props: {
  /** What is drawn, in few words: the name of the drawing itself. */
  label: string;
  rows: readonly BarRow[];
  segments: readonly BarSegment[];
  /** What happened between the bars. */
  marks?: readonly ChartMark[];
  /** Chooses a bar. The table with the same numbers does it by the keys. */
  onPick?(at: string): void;
  formatAt(at: string): string;
  formatValue(value: number): string;
}) {
  const { rows, segments, onPick, formatAt, formatValue } = props;
  const id = `si-${useId().replace(/:/g, '')}`;
  const data = rows.map(({ at, values }) => {
    const bar: Record<string, number | string> = { at };
    for (const { key, side } of segments) bar[key] = side === 'above' ? values[key] : -values[key];
    return bar;
  });
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 220 }}>
      <BarChart
        title={props.label}
        data={data}
        margin={margin}
        stackOffset="sign"
        barCategoryGap="25%"
        style={onPick ? { cursor: 'pointer' } : undefined}
        onClick={onPick && (({ activeLabel }) => activeLabel && onPick(String(activeLabel)))}
      >
        <defs>
          {segments.map(({ key, color, pattern }) => (
            <Hatch key={key} id={`${id}-${key}`} color={color} pattern={pattern} />
          ))}
        </defs>
        <CartesianGrid vertical={false} stroke="var(--si-grid)" />
        <XAxis
          dataKey="at"
          tickFormatter={formatAt}
          tick={axisText}
          tickLine={false}
          axisLine={false}
          minTickGap={16}
        />
        <YAxis
          {...countAxis(rows, segments)}
          tickFormatter={value => formatValue(Math.abs(value))}
          tick={axisText}
          tickLine={false}
          axisLine={false}
          width={52}
        />
        <ReferenceLine y={0} stroke="var(--si-missing)" />
        {props.marks?.map(({ at, label }) => (
          <ReferenceLine
            key={at}
            x={at}
            stroke="var(--si-fg-muted)"
            strokeDasharray="2 2"
            label={{ ...axisText, value: label, position: 'insideTopLeft' }}
          />
        ))}
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--si-grid)', fillOpacity: 0.4 }}
          content={({ active, label }) => {
            const row = active ? rows.find(({ at }) => at === label) : undefined;
            return row ? (
              <TooltipBox title={row.label}>
                {segments.map(segment => (
                  <li key={segment.key}>
                    {segment.label}: {formatValue(row.values[segment.key])}
                  </li>
                ))}
              </TooltipBox>
            ) : null;
          }}
        />
        {segments.map(({ key, color }) => (
          <Bar
            key={key}
            dataKey={key}
            stackId="customers"
            fill={`url(#${id}-${key})`}
            stroke={color}
            maxBarSize={56}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
