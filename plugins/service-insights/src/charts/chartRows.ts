/** A point of a line chart: its name on the axis, and one value per line. */
export type ChartRow = {
  at: string;
  /** The day is published but not over: drawn hollow. */
  running: number | null;
  /** There is no data: hatched, with a gap in every line. */
  isMissing: boolean;
  /** Some of its days have no data: hatched, and drawn as far as it goes. */
  isPartial: boolean;
  /** It reaches beyond the period: its values are of a part of it, and drawn hollow. */
  isUnfinished: boolean;
  values: Readonly<Record<string, number | null>>;
};

/** A line of a chart. */
export type ChartLine = {
  key: string;
  label: string;
  color: string;
  width: number;
  dash?: string;
  /** Of the time it is compared with, which is whole. */
  isBefore?: boolean;
};

/** Something that happened between two points: a rule across the chart, with its name. */
export type ChartMark = { at: string; label: string };
