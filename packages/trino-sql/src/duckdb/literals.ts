import type { ParserRuleContext } from 'antlr4ng';
import type {
  NumericLiteralContext,
  TypeConstructorContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { trinoGrammar as g } from '../grammar/trinoGrammar';
import { encodeLiteral } from '../literals/encodeLiteral';
import { SqlRefused } from '../SqlRefused';
import { expr, textLiteral, utc, type Expr } from './Expr';
import { zoneName } from './atTimeZone';
import { stringText } from './stringText';
import { unsupported } from './unsupported';

const maxInteger = 2n ** 31n - 1n;

/** A literal, or nothing when the node is none. */
export function translateLiteral(node: ParserRuleContext): Expr | undefined {
  if (node instanceof g.NullLiteralContext) return expr('null', 'NULL');
  if (node instanceof g.BooleanLiteralContext) return expr('boolean', node.getText().toUpperCase());
  if (node instanceof g.NumericLiteralContext) return numberLiteral(node);
  if (node instanceof g.StringLiteralContext) return varchar(stringText(node.string()));
  if (node instanceof g.TypeConstructorContext) return typedLiteral(node);
  if (node instanceof g.IntervalLiteralContext) return intervalLiteral(node);
  if (node instanceof g.BinaryLiteralContext) {
    const digits = node.getText().slice(2, -1).replace(/\s/g, '');
    if (!/^([0-9a-f]{2})*$/i.test(digits)) throw unsupported(node);
    return expr('varbinary', `unhex('${digits}')`);
  }
  return undefined;
}

function varchar(text: string): Expr {
  return { ...expr('varchar', textLiteral(text)), literal: text };
}

function numberLiteral(node: NumericLiteralContext): Expr {
  const number = node.number();
  const text = number.getText();
  if (number instanceof g.DecimalLiteralContext) {
    throw new SqlRefused(
      `the decimal ${text}`,
      `engines divide decimals differently; write ${text}e0`,
    );
  }
  const sql = text.startsWith('-') ? `(${text})` : text;
  if (number instanceof g.DoubleLiteralContext) return expr('double', sql);
  if (!/^-?\d+$/.test(text)) throw new SqlRefused(text, 'write the digits alone');
  return { ...wholeNumber(BigInt(text), sql), literal: text };
}

function wholeNumber(value: bigint, sql: string): Expr {
  encodeLiteral({ type: 'bigint', value });
  const kind = value <= maxInteger && value >= -maxInteger - 1n ? 'integer' : 'bigint';
  return expr(kind, sql);
}

function typedLiteral(node: TypeConstructorContext): Expr {
  const type = node.KW_DOUBLE() ? 'double' : (node.identifier()?.getText() ?? '').toLowerCase();
  const text = stringText(node.string());
  switch (type) {
    case 'varchar':
      return varchar(text);
    case 'integer':
    case 'int':
    case 'bigint': {
      if (!/^[+-]?\d+$/.test(text))
        throw new SqlRefused(node.getText(), 'it is not a whole number');
      const value = BigInt(text.replace('+', ''));
      const wanted = type === 'bigint' ? 'bigint' : 'integer';
      if (wholeNumber(value, '').kind === 'bigint' && wanted === 'integer') throw unsupported(node);
      return {
        ...expr(wanted, `CAST('${value}' AS ${wanted.toUpperCase()})`),
        literal: String(value),
      };
    }
    case 'double':
      if (
        !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) &&
        !/^(NaN|[+-]?Infinity)$/.test(text)
      ) {
        throw new SqlRefused(node.getText(), 'it is not a number');
      }
      return expr('double', `CAST('${text}' AS DOUBLE)`);
    case 'boolean':
      if (!/^(true|false)$/i.test(text)) throw unsupported(node);
      return expr('boolean', text.toUpperCase());
    case 'date':
      return expr('date', encodeLiteral({ type: 'date', value: text }));
    case 'timestamp':
      return timestampLiteral(text);
    default:
      throw new SqlRefused(
        `a literal of type ${type}`,
        'engines keep it differently; use a double',
      );
  }
}

function timestampLiteral(text: string): Expr {
  const match =
    /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2})(?::(\d{2}(?:\.\d{1,3})?))?)?(?: ([A-Za-z].*))?$/.exec(
      text,
    );
  if (!match) {
    throw new SqlRefused(
      `the timestamp '${text}'`,
      'write it as 2025-03-28 22:30:00.000, perhaps with UTC or a region as Europe/Berlin behind it',
    );
  }
  const [, day, clock = '00:00', seconds = '00', zone] = match;
  const value = `${day} ${clock}:${seconds}`;
  const local = encodeLiteral({ type: 'timestamp', value });
  const precision = seconds.split('.')[1]?.length ?? 0;
  if (zone === undefined) return { ...expr('timestamp', local), precision };
  const name = zoneName(zone);
  return {
    ...expr('instant', `timezone('${name}', ${local})`),
    precision,
    zone: name === 'UTC' ? utc : { type: 'fixed', name },
  };
}

const calendarUnits = new Set(['day', 'month', 'year']);

function intervalLiteral(node: InstanceType<typeof g.IntervalLiteralContext>): Expr {
  const interval = node.interval();
  const unit = interval.intervalField()[0].getText().toLowerCase();
  const text = stringText(interval.string());
  if (interval.KW_TO() || !/^-?\d{1,9}$/.test(text)) {
    throw new SqlRefused(node.getText(), "write it as INTERVAL '7' DAY");
  }
  const sign = interval.MINUS() ? '-' : '';
  return {
    ...expr('interval', `(${sign}(INTERVAL '${text} ${unit}'))`),
    interval: calendarUnits.has(unit) ? 'calendar' : 'clock',
  };
}
