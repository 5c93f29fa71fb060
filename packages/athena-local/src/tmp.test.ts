jest.mock('service-insights-trino-sql', () => ({
  ...jest.requireActual('service-insights-trino-sql'),
  duckDbMacros: [],
  toDuckDb: (sql: string, o: any) =>
    sql.replace(/(telemetry|samples)\.\w+/g, (m: string) => o.table(m)),
}));
import { failure, TestAthena } from './__testUtils__/TestAthena';

describe('results, as Athena hands them out', () => {
  let test: TestAthena;

  beforeAll(async () => {
    test = await TestAthena.start();
  });
  afterAll(() => test.stop());

  it('1: starts with a row of column names for DML, and with data for a utility statement', async () => {
    const select = await test.finish('SELECT n FROM samples.numbers WHERE n < 2 ORDER BY n');
    expect(select).toMatchObject({ StatementType: 'DML', SubstatementType: 'SELECT' });
    const page = await test.page(select.id);
    expect(page.rows).toEqual([['n'], ['0'], ['1']]);
    expect(page.UpdateCount).toBe(0);

    const show = await test.finish('SHOW TABLES IN telemetry');
    expect(show).toMatchObject({ StatementType: 'UTILITY', SubstatementType: 'SHOW_TABLES' });
    const shown = await test.page(show.id);
    expect(shown.rows).toEqual([['events'], ['logs']]);
    expect(shown.UpdateCount).toBeUndefined();

    const explain = await test.finish('EXPLAIN (TYPE VALIDATE) SELECT 1');
    expect(explain).toMatchObject({ StatementType: 'DML', SubstatementType: 'EXPLAIN' });
    expect((await test.page(explain.id)).rows).toEqual([['Valid'], ['true']]);
  });

  it('2: a page that is full carries a token, so that the last page may be empty', async () => {
    const long = await test.finish('SELECT n FROM samples.numbers WHERE n < 1499 ORDER BY n');
    const first = await test.page(long.id);
    expect(first.rows).toHaveLength(1_000);
    expect(first.rows[0]).toEqual(['n']);
    expect(first.NextToken).toMatch(/^[A-Za-z0-9+/=]{80,140}$/);
    const second = await test.page(long.id, { NextToken: first.NextToken });
    expect(second.rows).toHaveLength(500);
    expect(second.rows.at(-1)).toEqual(['1498']);
    expect(second.NextToken).toBeUndefined();
    expect(second.columns).toEqual(first.columns);

    const full = await test.finish('SELECT n FROM samples.numbers WHERE n < 999 ORDER BY n');
    const only = await test.page(full.id);
    expect(only.rows).toHaveLength(1_000);
    const empty = await test.page(full.id, { NextToken: only.NextToken });
    expect(empty.rows).toEqual([]);
    expect(empty.NextToken).toBeUndefined();

    const small = await test.page(full.id, { MaxResults: 1 });
    expect(small.rows).toEqual([['n']]);
    expect((await test.page(full.id, { MaxResults: 2, NextToken: small.NextToken })).rows).toEqual([
      ['0'],
      ['1'],
    ]);
  });

  it('3: tells NULL from the empty text, in pages and in the file', async () => {
    const execution = await test.finish('SELECT id, value FROM samples.texts ORDER BY id');
    const { rows } = await test.page(execution.id);
    expect(rows.slice(1)).toEqual([
      ['1', null],
      ['2', ''],
      ['3', 'say "hi", twice'],
      ['4', 'zwei\nZeilen'],
      ['5', 'ünï ✓ 🎉'],
    ]);
    const { json } = await test.raw('GetQueryResults', { QueryExecutionId: execution.id });
    expect(json).toMatchObject({
      ResultSet: { Rows: [{}, { Data: [{ VarCharValue: '1' }, {}] }, {}, {}, {}, {}] },
    });
    expect(await test.file(execution)).toBe(
      '"id","value"\n"1",\n"2",""\n"3","say ""hi"", twice"\n"4","zwei\nZeilen"\n"5","ünï ✓ 🎉"\n',
    );
  });

  it('4: writes every type as Athena does', async () => {
    const execution = await test.finish('SELECT * FROM samples.types ORDER BY row_number');
    const { rows, columns } = await test.page(execution.id);
    const [header, first, second, nulls] = rows;
    const cells = header.map((name, i) => [name, first[i], second[i]]);
    expect(cells).toEqual([
      ['row_number', '1', '2'],
      ['a_boolean', 'true', 'false'],
      ['a_tinyint', '-128', '127'],
      ['a_smallint', '32767', '-32768'],
      ['an_integer', '-2147483648', '2147483647'],
      ['a_bigint', '9223372036854775807', '-9223372036854775808'],
      ['a_real', '1.5', 'NaN'],
      ['a_double', '1.0E20', '-Infinity'],
      ['a_decimal', '123.40', '-0.01'],
      ['a_varchar', 'text', ''],
      ['a_varbinary', '01 ff', ''],
      ['a_date', '2020-01-01', '1969-12-31'],
      ['a_timestamp', '2020-01-01 12:34:56.789', '1969-12-31 23:59:59.001'],
      ['an_instant', '2020-01-01 12:34:56.789 UTC', '1969-12-31 23:59:59.000 UTC'],
      ['a_time', '12:34:56.789', '00:00:00.000'],
      ['an_array', '[1, 2, 3]', '[]'],
      ['a_map', '{k=1}', '{}'],
      ['a_row', '{id=1, name=x}', '{id=null, name=}'],
      ['texts', '[a, b, null]', '[]'],
    ]);
    expect(nulls.slice(1)).toEqual(nulls.slice(1).map(() => null));
    expect(
      columns.map(({ Name, Type, Precision, Scale, CaseSensitive }) =>
        [Name, Type, Precision, Scale, CaseSensitive].join(' '),
      ),
    ).toEqual([
      'row_number integer 10 0 false',
      'a_boolean boolean 0 0 false',
      'a_tinyint tinyint 3 0 false',
      'a_smallint smallint 5 0 false',
      'an_integer integer 10 0 false',
      'a_bigint bigint 19 0 false',
      'a_real float 17 0 false',
      'a_double double 17 0 false',
      'a_decimal decimal 10 2 false',
      'a_varchar varchar 2147483647 0 true',
      'a_varbinary varbinary 1073741824 0 false',
      'a_date date 0 0 false',
      'a_timestamp timestamp 3 0 false',
      'an_instant timestamp with time zone 3 0 false',
      'a_time time 3 0 false',
      'an_array array 0 0 false',
      'a_map map 0 0 false',
      'a_row row 0 0 false',
      'texts array 0 0 false',
    ]);
    expect(columns[0]).toMatchObject({
      CatalogName: 'hive',
      SchemaName: '',
      TableName: '',
      Nullable: 'UNKNOWN',
    });
  });

  it('20: keeps results of a managed workgroup to itself', async () => {
    test.server.setWorkgroup('managed', { managedResults: true });
    const execution = await test.finish('SELECT n FROM samples.numbers WHERE n = 7', {
      WorkGroup: 'managed',
    });
    expect(execution.Status?.State).toBe('SUCCEEDED');
    expect(execution.ResultConfiguration).toBeUndefined();
    expect(execution.ManagedQueryResultsConfiguration).toEqual({ Enabled: true });
    expect((await test.page(execution.id)).rows).toEqual([['n'], ['7']]);
    const refused = await failure(
      test.begin({
        QueryString: 'SELECT 1',
        WorkGroup: 'managed',
        ResultConfiguration: { OutputLocation: 's3://results/x/' },
      }),
    );
    expect(refused).toMatchObject({ name: 'InvalidRequestException', code: 'INVALID_INPUT' });
    await test.clock.advance(25 * 3_600_000);
    expect(await failure(test.page(execution.id))).toMatchObject({ code: 'RESULT_NOT_FOUND' });
  });

  it('21: has neither rows nor a file of a result that a lifecycle rule deleted', async () => {
    const execution = await test.finish('SELECT n FROM samples.numbers WHERE n < 1500');
    const { NextToken } = await test.page(execution.id);
    expect(await test.file(execution)).toContain('"n"\n');
    test.server.expireResult(execution.id);
    expect(await test.state(execution.id)).toBe('SUCCEEDED');
    expect(await failure(test.page(execution.id, { NextToken }))).toMatchObject({
      name: 'InvalidRequestException',
      code: 'RESULT_NOT_FOUND',
      message: 'Could not find results',
    });
    expect(await failure(test.file(execution))).toMatchObject({ name: 'NoSuchKey', status: 404 });
    expect(
      await failure(test.file({ ResultConfiguration: { OutputLocation: 's3://other/x.csv' } })),
    ).toMatchObject({ name: 'NoSuchBucket' });
  });

  it('gives a part of a file for a range', async () => {
    const execution = await test.finish('SELECT n FROM samples.numbers WHERE n < 3 ORDER BY n');
    expect(await test.file(execution)).toBe('"n"\n"0"\n"1"\n"2"\n');
    expect(await test.file(execution, 'bytes=4-7')).toBe('"0"\n');
    expect(await test.file(execution, 'bytes=12-')).toBe('"2"\n');
  });
});
