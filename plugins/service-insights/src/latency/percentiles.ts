/** The percentiles that are shown, each a line with a look of its own. */
export const percentiles = [
  { metric: 'p50DurationMs', color: 'var(--si-returning)', width: 2.5, dash: undefined },
  { metric: 'p90DurationMs', color: 'var(--si-new)', width: 2, dash: '8 3' },
  { metric: 'p95DurationMs', color: 'var(--si-resurrected)', width: 2, dash: '5 3' },
  { metric: 'p99DurationMs', color: 'var(--si-dormant)', width: 2, dash: '2 3' },
] as const;
