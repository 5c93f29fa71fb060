import type {
  FrameBoundContext,
  WindowSpecificationContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { trinoGrammar as g } from '../grammar/trinoGrammar';
import { SqlRefused } from '../SqlRefused';
import { plain } from './operand';
import type { Scope } from './Scope';
import { translateExpression } from './translateExpression';
import { orderOfRows } from './translateSort';
import { unsupported } from './unsupported';

/** What stands between the brackets of OVER. */
export function translateWindow(node: WindowSpecificationContext, scope: Scope): string {
  if (node.identifier())
    throw new SqlRefused('a window made of a named one', 'write the window itself');
  const parts: string[] = [];
  const partition = node.partitionBy()?.expression() ?? [];
  if (partition.length > 0) {
    const keys = partition.map(key => plain('PARTITION BY', translateExpression(key, scope)).sql);
    parts.push(`PARTITION BY ${keys.join(', ')}`);
  }
  if (node.sortItem().length > 0) parts.push(`ORDER BY ${orderOfRows(node.sortItem(), scope)}`);
  const frame = node.windowFrame();
  if (frame) {
    const extent = frame.frameExtent();
    if (frame.getChildCount() !== 1 || extent.KW_GROUPS()) throw unsupported(frame);
    const type = extent.KW_RANGE() ? 'RANGE' : 'ROWS';
    const bounds = extent.frameBound().map(bound => frameBound(bound, scope));
    parts.push(`${type} ${bounds.length > 1 ? `BETWEEN ${bounds.join(' AND ')}` : bounds[0]}`);
  }
  return parts.join(' ');
}

function frameBound(bound: FrameBoundContext, scope: Scope): string {
  if (bound instanceof g.CurrentRowBoundContext) return 'CURRENT ROW';
  const side = bound.getText().toUpperCase().endsWith('PRECEDING') ? 'PRECEDING' : 'FOLLOWING';
  if (bound instanceof g.UnboundedFrameContext) return `UNBOUNDED ${side}`;
  if (bound instanceof g.BoundedFrameContext) {
    const distance = translateExpression(bound.expression(), scope);
    if (distance.literal === undefined && distance.kind !== 'interval') throw unsupported(bound);
    return `${distance.sql} ${side}`;
  }
  throw unsupported(bound);
}
