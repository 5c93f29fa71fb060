/** The mark of a point: none on most lines, a dot where lines have gaps, a ring where the point is not whole. */
export function PointDot(props: {
  cx?: number;
  cy?: number;
  color: string;
  isHollow?: boolean;
  isShown?: boolean;
}) {
  const { cx, cy, color, isHollow, isShown } = props;
  if (cx === undefined || cy === undefined || !Number.isFinite(cy)) return null;
  if (isHollow) {
    return <circle cx={cx} cy={cy} r={4} fill="var(--si-surface)" stroke={color} strokeWidth={2} />;
  }
  return isShown ? <circle cx={cx} cy={cy} r={3} fill={color} /> : null;
}
