import { duckDbType } from './duckDbType';

describe('duckDbType', () => {
  it.each([
    ['varchar', 'VARCHAR'],
    ['VARCHAR(20)', 'VARCHAR'],
    ['decimal(10, 2)', 'DECIMAL(10, 2)'],
    ['timestamp(3)', 'TIMESTAMP'],
    ['timestamp(3) with time zone', 'TIMESTAMP WITH TIME ZONE'],
    ['array(bigint)', 'BIGINT[]'],
    ['array<struct<a:string,b:array<int>>>', 'STRUCT("a" VARCHAR, "b" INTEGER[])[]'],
    ['map(varchar, double)', 'MAP(VARCHAR, DOUBLE)'],
    ['row(arn varchar, "odd ""name""" json)', 'STRUCT("arn" VARCHAR, "odd ""name""" JSON)'],
  ])('%s is %s', (trino, duckdb) => {
    expect(duckDbType(trino)).toBe(duckdb);
  });

  it.each([
    ['', 'a type is missing'],
    ['text', "'text' is not a Trino type"],
    ['constructor', "'constructor' is not a Trino type"],
    ['row(a)', "')' is not a Trino type"],
    ['array(bigint', "'(' is not closed"],
    ['map(varchar)', '2 arguments are expected, not 1'],
    ['bigint; DROP TABLE x', "';' is not expected there"],
  ])("refuses '%s': %s", (trino, message) => {
    expect(() => duckDbType(trino)).toThrow(message);
  });
});
