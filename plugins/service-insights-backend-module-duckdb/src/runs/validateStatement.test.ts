import type { DuckDbEngine } from '../DuckDbEngine';
import { days, statement, TestLake } from '../testing/TestLake';

const read = days('logs.events', '2024-01-01', '2024-01-02');

describe('validate', () => {
  let lake: TestLake;
  let engine: DuckDbEngine;
  beforeAll(async () => {
    lake = await TestLake.create();
    const columns = {
      service: 'varchar',
      status: 'bigint',
      who: 'row(arn varchar, tags array(varchar))',
      labels: 'map(varchar, varchar)',
      raw: 'json',
    };
    engine = await lake.engine({
      'logs.events': { files: 'day=*/*.jsonl', format: 'jsonl', columns },
      'logs.text': {
        files: '*.log',
        format: 'text',
        pattern: '(?<ts>\\S+) (?<msg>.*)',
        computed: { day: 'substr(ts, 1, 10)' },
      },
      'logs.dated': {
        files: 'day=*/*.jsonl',
        format: 'jsonl',
        columns,
        partitions: { day: { type: 'date' } },
      },
    });
  });
  afterAll(() => lake.remove());

  it.each([
    "day IN ('2024-01-01', '2024-01-02')",
    "day = '2024-01-01' AND status >= 500",
    "(day = '2024-01-01' OR day = '2024-01-02') AND service IS NOT NULL",
    "day BETWEEN '2024-01-01' AND '2024-01-02'",
    "day >= '2024-01-01' AND day <= '2024-01-02' AND who.arn LIKE 'arn:%' AND labels['a'] = 'b'",
  ])('accepts a bound partition: %s', async where => {
    await expect(
      engine.validate(
        statement(
          `SELECT service, count(*) AS n FROM logs.events WHERE ${where} GROUP BY service`,
          read,
        ),
      ),
    ).resolves.toBeUndefined();
  });

  it.each([
    '1 = 1',
    'status >= 500',
    "service = '2024-01-01'",
    "day = '2024-01-01' OR status = 500",
    "day >= '2024-01-01'",
    "day IN ('2024-01-01', '2024-01-03')",
    "day <> '2024-01-03'",
    "day BETWEEN '2023-12-31' AND '2024-01-02'",
    "NOT day = '2024-01-01'",
    'service = day',
  ])('refuses an unbound partition: %s', async where => {
    await expect(
      engine.validate(
        statement(
          `SELECT service, count(*) AS n FROM logs.events WHERE ${where} GROUP BY service`,
          read,
        ),
      ),
    ).rejects.toMatchObject({ class: 'definition', code: 'PARTITION_UNBOUND' });
  });

  it('wants every use of a table bound, through WITH, joins and grouping sets', async () => {
    const events = "SELECT service, status FROM logs.events WHERE day = '2024-01-01'";
    await expect(
      engine.validate(
        statement(
          `WITH e AS (${events}) SELECT service, status, count(*) AS n FROM e GROUP BY GROUPING SETS ((service), (service, status))`,
          read,
        ),
      ),
    ).resolves.toBeUndefined();
    await expect(
      engine.validate(
        statement(
          `WITH e AS (${events}) SELECT e.service FROM e JOIN logs.events o ON o.service = e.service`,
          read,
        ),
      ),
    ).rejects.toMatchObject({ code: 'PARTITION_UNBOUND' });
  });

  it('proves computed and dated partitions alike', async () => {
    const text = days('logs.text', '2024-01-01');
    await expect(
      engine.validate(statement("SELECT msg FROM logs.text WHERE day = '2024-01-01'", text)),
    ).resolves.toBeUndefined();
    await expect(
      engine.validate(statement("SELECT msg FROM logs.text WHERE ts LIKE '2024-01-01%'", text)),
    ).rejects.toMatchObject({ code: 'PARTITION_UNBOUND' });
    const dated = days('logs.dated', '2024-01-01');
    await expect(
      engine.validate(
        statement("SELECT service FROM logs.dated WHERE day = DATE '2024-01-01'", dated),
      ),
    ).resolves.toBeUndefined();
    await expect(
      engine.validate(
        statement("SELECT service FROM logs.dated WHERE day >= DATE '2024-01-01'", dated),
      ),
    ).rejects.toMatchObject({ code: 'PARTITION_UNBOUND' });
  });

  it('says what is wrong with names and types, without a path', async () => {
    const wrong = engine.validate(
      statement("SELECT servce FROM logs.events WHERE day = '2024-01-01'", read),
    );
    await expect(wrong).rejects.toMatchObject({
      class: 'definition',
      code: 'SQL_INVALID',
      message: 'No table of the statement has a column "servce"',
    });
    await expect(
      engine.validate(
        statement("SELECT status + who FROM logs.events WHERE day = '2024-01-01'", read),
      ),
    ).rejects.toMatchObject({ class: 'definition' });
  });
});
