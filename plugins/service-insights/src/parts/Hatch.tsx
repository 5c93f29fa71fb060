import type { Pattern } from './patterns';

const size = 6;

/** A fill for areas, referred to by its id. */
export function Hatch(props: { id: string; color: string; pattern: Pattern }) {
  const { id, color, pattern } = props;
  return (
    <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse">
      <rect width={size} height={size} fill={color} fillOpacity={pattern === 'solid' ? 1 : 0.25} />
      {(pattern === 'rising' || pattern === 'crossed') && (
        <path d="M-1 1L1 -1M0 6L6 0M5 7L7 5" stroke={color} strokeWidth={2} />
      )}
      {(pattern === 'falling' || pattern === 'crossed') && (
        <path d="M-1 5L1 7M0 0L6 6M5 -1L7 1" stroke={color} strokeWidth={2} />
      )}
      {pattern === 'dots' && <circle cx={3} cy={3} r={1.75} fill={color} />}
    </pattern>
  );
}
