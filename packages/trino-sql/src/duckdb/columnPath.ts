import type { ParserRuleContext } from 'antlr4ng';
import { identifierText } from '../grammar/names';
import { trinoGrammar as g } from '../grammar/trinoGrammar';

/** The parts of a column or a field of one, as `useridentity.arn`; nothing for another expression. */
export function columnPath(node: ParserRuleContext): string[] | undefined {
  if (node instanceof g.IdentifierContext) return [identifierText(node)];
  if (node instanceof g.QualifiedNameContext) return node.identifier().map(identifierText);
  if (node instanceof g.DereferenceContext) {
    const base = columnPath(node.primaryExpression());
    return base && [...base, identifierText(node.identifier())];
  }
  if (node instanceof g.ParenthesizedExpressionContext) return columnPath(node.expression());
  const only = node.getChildCount() === 1 ? node.getChild(0) : null;
  return only instanceof g.ParserRuleContext ? columnPath(only) : undefined;
}
