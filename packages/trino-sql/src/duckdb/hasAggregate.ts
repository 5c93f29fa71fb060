import type { ParserRuleContext } from 'antlr4ng';
import { trinoGrammar as g } from '../grammar/trinoGrammar';
import { aggregateForms } from './functions/aggregateForms';

/** Whether a node holds an aggregate of its own query: not one inside a subquery, nor the function of a window. */
export function hasAggregate(node: ParserRuleContext): boolean {
  if (node instanceof g.QueryContext) return false;
  if (node instanceof g.GroupingOperationContext || node instanceof g.ListAggContext) return true;
  if (
    node instanceof g.FunctionCallContext &&
    !node.over() &&
    aggregateForms.has(node.functionName().getText().toLowerCase())
  ) {
    return true;
  }
  return (node.children ?? []).some(
    child => child instanceof g.ParserRuleContext && hasAggregate(child),
  );
}
