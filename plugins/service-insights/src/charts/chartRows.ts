/** A point of a line chart: its name on the axis, and one value per line. */
export type ChartRow = {
  at: string;
  /** The day is published but not over: drawn hollow. */
  running: number | null;
  /** The day has no data: hatched, with a gap in every line. */
  isMissing: boolean;
  values: Readonly<Record<string, number | null>>;
};

/** A line of a chart. */
export type ChartLine = {
  key: string;
  label: string;
  color: string;
  width: number;
  dash?: string;
};
