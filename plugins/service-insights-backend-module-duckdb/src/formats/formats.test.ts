import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDbEngineOptions } from '../config/engineOptions';
import { days, run, statement, TestLake } from '../testing/TestLake';

type TableInput = DuckDbEngineOptions['tables'][string];

describe('formats of files', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await TestLake.create();
  });
  afterEach(async () => {
    await lake.remove();
  });

  async function select(table: TableInput, sql: string, ...values: string[]) {
    const engine = await lake.engine({ 'logs.events': table });
    const read = days('logs.events', ...(values.length > 0 ? values : ['2024-01-01']));
    const result = await run(engine, statement(sql, read));
    if (result.status.state === 'failed') throw new Error(JSON.stringify(result.status.error));
    return {
      ...result,
      malformed: result.status.state === 'succeeded' ? result.status.malformedEvents : undefined,
    };
  }

  const someDay = { day: { path: '(\\d{4}-\\d{2}-\\d{2})' } };

  describe.each(['', '.gz'])('jsonl%s', gz => {
    const columns = {
      service: 'varchar',
      status: 'bigint',
      user: 'row(name varchar, roles array(varchar))',
      tags: 'map(varchar, varchar)',
      extra: 'json',
      event_time: { type: 'timestamp', from: '@timestamp' },
    };
    const good =
      '{"service":"a","status":200,"user":{"name":"Jo","roles":["x","y"]},"tags":{"k":"v"},"extra":{"z":[1]},"@timestamp":"2024-01-01T10:00:00.5Z"}';
    const all =
      "SELECT service, status, user.name, user.roles[2] AS role, tags['k'] AS tag, CAST(extra AS varchar), event_time FROM logs.events WHERE day = '2024-01-01' ORDER BY status";

    it('reads declared columns, nested ones and ones with another name', async () => {
      await lake.write(`2024-01-01.jsonl${gz}`, `${good}\n`);
      const { rows, malformed } = await select(
        { files: `*.jsonl${gz}`, format: 'jsonl', columns, partitions: someDay },
        all,
      );
      expect(rows).toEqual([['a', 200n, 'Jo', 'y', 'v', '{"z":[1]}', '2024-01-01 10:00:00.500']]);
      expect(malformed).toBe(0);
    });

    it('counts malformed lines, and makes no rows of NULLs out of them', async () => {
      const lines = [
        good,
        '{"broken',
        '',
        '  ',
        '42',
        '"text"',
        'null',
        '[1]',
        '{}{}',
        good,
        '{"service":',
      ];
      await lake.write(`2024-01-01.jsonl${gz}`, lines.join('\n'));
      const { rows, malformed } = await select(
        { files: `*.jsonl${gz}`, format: 'jsonl', columns, partitions: someDay },
        all,
      );
      expect(rows).toHaveLength(2);
      expect(rows[1]).toEqual(['a', 200n, 'Jo', 'y', 'v', '{"z":[1]}', '2024-01-01 10:00:00.500']);
      expect(malformed).toBe(7);
    });

    it('makes NULL of a value that does not fit, and keeps the rest of its event', async () => {
      const odd = '{"service":"b","status":"many","user":"Jo"}';
      for (const broken of ['', '{broken\n']) {
        await lake.write(`2024-01-01.jsonl${gz}`, `${odd}\n${broken}`);
        const { rows } = await select(
          { files: `*.jsonl${gz}`, format: 'jsonl', columns, partitions: someDay },
          "SELECT service, status, user.name FROM logs.events WHERE day = '2024-01-01'",
        );
        expect(rows).toEqual([['b', null, null]]);
      }
    });
  });

  it('infers JSON columns from every line, and has them on days that lack them', async () => {
    const lines = Array.from({ length: 30_000 }, (_, i) => JSON.stringify({ n: i }));
    lines[29_990] = JSON.stringify({ n: 1.5, rare: { deep: 'x' }, seen: '2024-01-01T00:00:00Z' });
    await lake.write('2024-01-01.jsonl', lines.join('\n'));
    await lake.write('2024-01-02.jsonl', '{"n":1}\n');
    const table = { files: '*.jsonl', format: 'jsonl' as const, partitions: someDay };
    const sql = (day: string) =>
      `SELECT max(rare.deep) AS deep, max(seen) AS seen, count(*) AS events FROM logs.events WHERE day = '${day}'`;
    expect((await select(table, sql('2024-01-01'))).rows).toEqual([
      ['x', '2024-01-01T00:00:00Z', 30_000n],
    ]);
    expect((await select(table, sql('2024-01-02'), '2024-01-02')).rows).toEqual([[null, null, 1n]]);
  });

  it('knows a column that comes with a new file', async () => {
    await lake.write('2024-01-01.jsonl', '{"a":1}\n');
    const engine = await lake.engine({
      'logs.events': { files: '*.jsonl', format: 'jsonl', partitions: someDay },
    });
    const first = statement(
      "SELECT a FROM logs.events WHERE day = '2024-01-01'",
      days('logs.events', '2024-01-01'),
    );
    expect((await run(engine, first)).rows).toEqual([[1n]]);
    await lake.write('2024-01-02.jsonl', '{"a":2,"b":"new"}\n');
    const second = statement(
      "SELECT a, b FROM logs.events WHERE day = '2024-01-02'",
      days('logs.events', '2024-01-02'),
    );
    expect((await run(engine, second)).rows).toEqual([[2n, 'new']]);
  });

  it('reads JSON arrays', async () => {
    await lake.write('2024-01-01/a.json', '[{"v":1},\n {"v":2}, 7]');
    await lake.write('2024-01-01/b.json.gz', '[]');
    await lake.write('2024-01-01/c.json', '[{"v":4}');
    await lake.write('2024-01-01/d.json', '{"v":5}');
    await lake.write('2024-01-01/e.json', '');
    const { rows, malformed } = await select(
      {
        files: '**/*.{json,json.gz}',
        format: 'json',
        columns: { v: 'bigint' },
        partitions: someDay,
      },
      "SELECT v FROM logs.events WHERE day = '2024-01-01' ORDER BY v",
    );
    expect(rows).toEqual([[1n], [2n]]);
    // The number, the document that ends early and the one that is no array.
    expect(malformed).toBe(3);
  });

  it('reads the records of JSON envelopes', async () => {
    await lake.write(
      '2024-01-01/a.json',
      '{"x":1,"Records":[{"eventName":"A","who":{"arn":"r"}}]}',
    );
    await lake.write('2024-01-01/b.json.gz', '{"Records":[{"eventName":"B"},{"eventName":"C"}]}');
    await lake.write('2024-01-01/c.json', '{"Digest":true}');
    const sql =
      "SELECT eventName, who.arn FROM logs.events WHERE day = '2024-01-01' ORDER BY eventName";
    const table = {
      files: ['*/*.json', '*/*.json.gz'],
      format: 'json' as const,
      records: 'Records',
      partitions: someDay,
    };
    for (const columns of [undefined, { eventName: 'varchar', who: 'row(arn varchar)' }]) {
      const { rows, malformed } = await select({ ...table, columns }, sql);
      expect(rows).toEqual([
        ['A', 'r'],
        ['B', null],
        ['C', null],
      ]);
      expect(malformed).toBe(1);
    }
  });

  it('reads CSV with a header, whatever the order of its columns', async () => {
    await lake.write('2024-01-01-a.csv', 'Name,Amount\n"Doe, ""J""",1.50\n"two\nlines",x\n');
    await lake.write('2024-01-01-b.csv.gz', '\uFEFFAmount,Extra,Name\r\n2.25,,Zoe\r\n');
    await lake.write('2024-01-01-c.csv', '');
    const { rows, columns, malformed } = await select(
      {
        files: '*.{csv,csv.gz}',
        format: 'csv',
        columns: { name: 'varchar', amount: 'decimal(10,2)', absent: 'varchar' },
        partitions: someDay,
      },
      "SELECT name, amount, absent FROM logs.events WHERE day = '2024-01-01' ORDER BY name",
    );
    expect(rows).toEqual([
      ['Doe, "J"', '1.50', null],
      ['Zoe', '2.25', null],
      ['two\nlines', null, null],
    ]);
    expect(columns).toEqual(['name varchar', 'amount decimal(10,2)', 'absent varchar']);
    expect(malformed).toBe(0);
  });

  it('counts CSV lines with too few or too many fields, open quotes or bytes that are no text', async () => {
    const text = 'a,b\n1,2\n3\n4,5,6\n\n7,8\n9,\xff\n"open,1\n';
    await lake.write('2024-01-01.csv', Buffer.from(text, 'latin1'));
    const { rows, malformed } = await select(
      { files: '*.csv', format: 'csv', columns: { a: 'bigint', b: 'bigint' }, partitions: someDay },
      "SELECT a, b FROM logs.events WHERE day = '2024-01-01' ORDER BY a",
    );
    expect(rows).toEqual([
      [1n, 2n],
      [7n, 8n],
    ]);
    expect(malformed).toBe(4);
  });

  it('reads CSV without header, with another delimiter, encoding and text for null', async () => {
    await lake.write('2024-01-01.tsv', Buffer.from('# one\n# two\nM\xfcller\t"5"\t-\n', 'latin1'));
    const { rows, malformed } = await select(
      {
        files: '*.tsv',
        format: 'csv',
        delimiter: '\t',
        quote: 'none',
        header: false,
        skipLines: 2,
        encoding: 'latin-1',
        nullText: '-',
        columns: { name: 'varchar', quoted: 'varchar', bytes: 'bigint' },
        partitions: someDay,
      },
      "SELECT name, quoted, bytes FROM logs.events WHERE day = '2024-01-01'",
    );
    expect(rows).toEqual([['Müller', '"5"', null]]);
    expect(malformed).toBe(0);
  });

  it('takes lines of text apart, and counts those that do not match', async () => {
    const lines = [
      '10.0.0.1 [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 12',
      '10.0.0.2 [17/May/2015:10:05:04 +0000] "GET /b HTTP/1.1" 404 -',
      '',
      'garbage',
      'garbage 10.0.0.1 [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 12',
    ];
    await lake.write('2024-01-01.log.gz', lines.join('\r\n'));
    const { rows, malformed } = await select(
      {
        files: '*.log.gz',
        format: 'text',
        pattern:
          '(?<ip>\\S+) \\[(?<seen>[^\\]]+)\\] "(?<method>\\S+) (?<path>[^" ]+)[^"]*" (?<status>\\d+) (?:-|(?<bytes>\\d+))',
        columns: { ip: 'varchar', status: 'integer', bytes: 'bigint', seen: 'varchar' },
        partitions: someDay,
      },
      "SELECT ip, status, bytes, seen FROM logs.events WHERE day = '2024-01-01' ORDER BY ip",
    );
    expect(rows).toEqual([
      ['10.0.0.1', 200, 12n, '17/May/2015:10:05:03 +0000'],
      ['10.0.0.2', 404, null, '17/May/2015:10:05:04 +0000'],
    ]);
    expect(malformed).toBe(2);
  });

  it('reads Parquet files whose columns differ', async () => {
    await lake.write('day=2024-01-01/keep', '');
    await lake.write('day=2024-01-02/keep', '');
    const duckdb = await (await DuckDBInstance.create()).connect();
    const to = (path: string) => `TO '${lake.directory}/${path}' (FORMAT parquet)`;
    await duckdb.run(`COPY (SELECT 'a' AS service, 1 AS calls) ${to('day=2024-01-01/a.parquet')}`);
    await duckdb.run(
      `COPY (SELECT 'b' AS service, 2 AS calls, 'E1' AS error) ${to('day=2024-01-02/a.parquet')}`,
    );
    duckdb.closeSync();
    const table = { files: 'day=*/*.parquet', format: 'parquet' as const };
    const sql =
      "SELECT service, calls, error, day FROM logs.events WHERE day IN ('2024-01-01', '2024-01-02') ORDER BY service";
    const both = ['2024-01-01', '2024-01-02'];
    expect((await select(table, sql, ...both)).rows).toEqual([
      ['a', 1, null, '2024-01-01'],
      ['b', 2, 'E1', '2024-01-02'],
    ]);
    // A day whose file lacks the column has it all the same.
    expect((await select(table, sql, '2024-01-01')).rows).toEqual([['a', 1, null, '2024-01-01']]);
    const columns = { service: 'varchar', calls: 'bigint', error: 'varchar', later: 'double' };
    expect((await select({ ...table, columns }, sql, ...both)).columns).toEqual([
      'service varchar',
      'calls bigint',
      'error varchar',
      'day varchar',
    ]);
  });

  it('unites parts of different shapes by the names of their columns', async () => {
    await lake.write('arrays/2024-01-01.json', '[{"eventTime":"2024-01-01T01:00:00Z","name":"A"}]');
    await lake.write('lines.json', '{"@timestamp":"2024-01-01T02:00:00Z","name":"B"}\n{broken\n');
    const { rows, malformed } = await select(
      {
        parts: [
          {
            files: 'arrays/*.json',
            format: 'json',
            columns: { event_time: { type: 'varchar', from: 'eventTime' }, name: 'varchar' },
            partitions: someDay,
          },
          {
            files: 'lines.json',
            format: 'jsonl',
            columns: { name: 'varchar', event_time: { type: 'varchar', from: '@timestamp' } },
            computed: { day: 'substr(event_time, 1, 10)' },
          },
        ],
      },
      "SELECT name, event_time FROM logs.events WHERE day = '2024-01-01' ORDER BY name",
    );
    expect(rows).toEqual([
      ['A', '2024-01-01T01:00:00Z'],
      ['B', '2024-01-01T02:00:00Z'],
    ]);
    expect(malformed).toBe(1);
  });
});
