import type { ParserRuleContext } from 'antlr4ng';
import fc from 'fast-check';
import { parseExpression } from '../grammar/parse';
import { tokenize } from '../grammar/tokenize';
import { trinoGrammar as g } from '../grammar/trinoGrammar';
import { SqlRefused } from '../SqlRefused';
import type { TypedValue } from '../typedValue';
import { bindParameters } from './bindParameters';
import { encodeLiteral } from './encodeLiteral';

/** The tokens that are not white space, as the grammar's own lexer reads them. */
function tokensOf(sql: string) {
  return tokenize(sql)
    .filter(token => token.type !== g.TrinoSqlLexer.WHITE_SPACE)
    .map(token => ({ type: token.type, text: token.text ?? '' }));
}

function decodeText(token: { type: number; text: string }): string {
  expect(token.type).toBe(g.TrinoSqlLexer.STRING);
  return token.text.slice(1, -1).replaceAll("''", "'");
}

const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom("'", '"', '\\', '-', '/', '*', ';', '?', '\n', '|', '$', 'a'),
  }),
);
const days = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map(date => date.toISOString());

const values: fc.Arbitrary<TypedValue> = fc.oneof(
  texts
    .filter(value => !value.includes('\0'))
    .map(value => ({ type: 'varchar', value }) satisfies TypedValue),
  fc
    .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    .map(value => ({ type: 'bigint', value }) satisfies TypedValue),
  fc.double().map(value => ({ type: 'double', value }) satisfies TypedValue),
  fc.boolean().map(value => ({ type: 'boolean', value }) satisfies TypedValue),
  days.map(text => ({ type: 'date', value: text.slice(0, 10) }) satisfies TypedValue),
  days.map(
    text =>
      ({ type: 'timestamp', value: text.slice(0, 23).replace('T', ' ') }) satisfies TypedValue,
  ),
);

/** What a literal says, read by the grammar alone. */
function decode(sql: string): TypedValue['value'] {
  const tokens = tokensOf(sql);
  if (tokens.length === 1) {
    return tokens[0].text === 'TRUE' || tokens[0].text === 'FALSE'
      ? tokens[0].text === 'TRUE'
      : decodeText(tokens[0]);
  }
  expect(tokens).toHaveLength(2);
  const text = decodeText(tokens[1]);
  if (tokens[0].text === 'BIGINT') return BigInt(text);
  if (tokens[0].text === 'DOUBLE') return Number(text);
  return text;
}

/** The first node below, or the node itself, that is more than a wrapping of one other. */
function innermost(node: ParserRuleContext): ParserRuleContext {
  const only = node.getChildCount() === 1 ? node.getChild(0) : null;
  return only instanceof g.ParserRuleContext ? innermost(only) : node;
}

describe('encodeLiteral', () => {
  it('makes one literal of the grammar that decodes to its value, whatever the value holds', () => {
    fc.assert(
      fc.property(values, value => {
        const sql = encodeLiteral(value);
        const node = innermost(parseExpression(sql));
        expect([
          g.BasicStringLiteralContext,
          g.BooleanValueContext,
          g.TypeConstructorContext,
        ]).toContain(node.constructor);
        expect(Object.is(decode(sql), value.value)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses what its type cannot hold', () => {
    const bad: TypedValue[] = [
      { type: 'varchar', value: 'a\0b' },
      { type: 'varchar', value: '\ud800' },
      { type: 'bigint', value: 2n ** 63n },
      { type: 'date', value: '2025-02-29' },
      { type: 'date', value: "2025-01-01' OR '1'='1" },
      { type: 'timestamp', value: '2025-01-01 24:00:00' },
      { type: 'timestamp', value: '2025-01-01T00:00:00' },
      { type: 'timestamp', value: '2025-01-01 00:00:00 Europe/Berlin' },
    ];
    for (const value of bad) expect(() => encodeLiteral(value)).toThrow(SqlRefused);
  });
});

describe('bindParameters', () => {
  it('replaces parameters only, in order', () => {
    expect(
      bindParameters(`SELECT '?', "?" /* ? */ FROM t WHERE a=? AND b>? -- ?\n`, [
        { type: 'varchar', value: "it's ?" },
        { type: 'bigint', value: -5n },
      ]),
    ).toBe(`SELECT '?', "?" /* ? */ FROM t WHERE a='it''s ?' AND b>BIGINT '-5' -- ?\n`);
  });

  it('leaves every other token of the statement as it was', () => {
    const statement = "SELECT a-?||? , 'x'?'y' FROM t WHERE b IN (?,?) AND c=? OR?";
    fc.assert(
      fc.property(fc.array(values, { minLength: 7, maxLength: 7 }), bound => {
        let index = 0;
        const expected = tokensOf(statement).flatMap(token => {
          if (token.text !== '?') return [token.text];
          const value = bound[index];
          index += 1;
          return tokensOf(encodeLiteral(value)).map(({ text }) => text);
        });
        expect(tokensOf(bindParameters(statement, bound)).map(({ text }) => text)).toEqual(
          expected,
        );
      }),
    );
  });

  it('refuses a wrong number of values', () => {
    expect(() => bindParameters('SELECT ?', [])).toThrow(SqlRefused);
    expect(() => bindParameters('SELECT 1', [{ type: 'boolean', value: true }])).toThrow(
      SqlRefused,
    );
  });
});
