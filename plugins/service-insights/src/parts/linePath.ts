/** Room for the stroke above the highest and below the lowest value. */
const padding = 2;

/**
 * The path of a line from zero to `top`, in the units of a drawing. A null is a gap; a value alone between gaps is
 * drawn as a dot, so that it is not lost.
 */
export function linePath(
  values: readonly (number | null)[],
  { width, height, top }: { width: number; height: number; top: number },
): string {
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const room = height - 2 * padding;
  const y = (value: number) => height - padding - (top === 0 ? 0 : (value / top) * room);
  return values
    .map((value, index) => {
      if (value === null) return '';
      const at = `${round(index * step)} ${round(y(value))}`;
      if ((values[index - 1] ?? null) !== null) return `L${at}`;
      return (values[index + 1] ?? null) === null ? `M${at}h0.01` : `M${at}`;
    })
    .join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
