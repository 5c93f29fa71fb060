import type { EngineStatement, TypedValue } from 'backstage-plugin-service-insights-node';
import { StatementTranslator } from './StatementTranslator';

const tables = new Map([['logs.events', 'temp.main.read_0']]);

function day(sql: string, value: string, ...more: TypedValue[]): EngineStatement {
  return {
    sql,
    parameters: [{ type: 'varchar', value }, ...more],
    reads: [{ table: 'logs.events', partition: { column: 'day', values: [value] } }],
  };
}

describe('StatementTranslator', () => {
  const sql =
    "SELECT service, 'value-1600' AS v FROM logs.events WHERE day = ? AND ts >= ? AND ts < CAST(? AS timestamp) OR day = '2024-01-01'";

  it.each([sql, sql.replace('value-1600', 'x'), sql.replace("'value-1600'", "'2024-01-02'")])(
    'gives for another day what it would give at first',
    text => {
      const statements = ['2024-01-01', '2024-01-02', '2024-01-03'].map(value =>
        day(
          text,
          value,
          { type: 'timestamp', value: `${value} 00:00:00` },
          { type: 'timestamp', value: `${value} 23:59:59` },
        ),
      );
      const translator = new StatementTranslator();
      for (const one of statements) {
        const fresh = new StatementTranslator().translate(one, tables);
        expect(translator.translate(one, tables)).toBe(fresh);
        expect(fresh).toContain(`'${one.parameters[0].value}'`);
      }
    },
  );

  it('does not remember what a value may change', () => {
    const translator = new StatementTranslator();
    const like = "SELECT service FROM logs.events WHERE day = '2024-01-01' AND service LIKE ?";
    const hostile = day(like, "x' OR '1' = '1");
    expect(translator.translate(hostile, tables)).toContain("x'' OR ''1'' = ''1");
    const format = 'SELECT date_format(ts, ?) AS d FROM logs.events';
    const formats = ['%Y', '%m'].map(value => translator.translate(day(format, value), tables));
    expect(formats[0]).not.toBe(formats[1]);
  });

  it('refuses each time what is refused', () => {
    const translator = new StatementTranslator();
    for (let time = 0; time < 2; time += 1) {
      const other = day('SELECT a FROM logs.secret WHERE day = ?', '2024-01-01');
      expect(() => translator.translate(other, tables)).toThrow('logs.secret');
      const date = day('SELECT a FROM logs.events WHERE d = ?', 'x');
      const wrong: EngineStatement = { ...date, parameters: [{ type: 'date', value: "1' OR '1" }] };
      expect(() => translator.translate(wrong, tables)).toThrow();
    }
  });
});
