import { rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { toDay } from 'backstage-plugin-service-insights-common';
import type { DuckDbEngineOptions } from '../config/engineOptions';
import type { DuckDbEngine } from '../DuckDbEngine';
import { days, run, statement, TestLake } from '../testing/TestLake';

type TableInput = DuckDbEngineOptions['tables'][string];

const columns = { v: 'varchar' };
const line = (v: string) => `{"v":"${v}"}\n`;

describe('partitions', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await TestLake.create();
  });
  afterEach(async () => {
    await lake.remove();
  });

  const read = async (engine: DuckDbEngine, ...values: string[]) => {
    const { status, rows } = await run(
      engine,
      statement(
        `SELECT v, day FROM logs.events WHERE day IN (${values.map(v => `'${v}'`).join(', ')}) ORDER BY v`,
        days('logs.events', ...values),
      ),
    );
    if (status.state !== 'succeeded') throw new Error(JSON.stringify(status));
    return { rows, bytes: status.cost.bytesScanned, malformed: status.malformedEvents };
  };

  const sourceDays = async (engine: DuckDbEngine, from: string, to: string) =>
    engine.sourceDays({
      table: 'logs.events',
      partition: { column: 'day', valueOf: day => day },
      from: toDay(from),
      to: toDay(to),
    });

  const layouts: [string, string[], TableInput][] = [
    [
      'Hive folders',
      ['day=2024-01-01/a.jsonl', 'day=2024-01-02/a.jsonl', 'day=2024-01-03/a.jsonl'],
      { files: 'day=*/*.jsonl', format: 'jsonl', columns },
    ],
    [
      'Hive folders below others',
      [
        'x/region=eu/day=2024-01-01/a.jsonl',
        'x/region=us/day=2024-01-02/a.jsonl',
        'day=2024-01-03/a.jsonl',
      ],
      { files: '**/*.jsonl', format: 'jsonl', columns, partitions: { day: 'hive' } },
    ],
    [
      'file names',
      ['2024-01-01.jsonl', '2024-01-02.jsonl', '2024-01-03.jsonl'],
      {
        files: '*.jsonl',
        format: 'jsonl',
        columns,
        partitions: { day: { path: '^(.*)\\.jsonl$' } },
      },
    ],
    [
      'file names with another format',
      ['x_us_20240101T1220Z_a.jsonl', 'x_us_20240102T1220Z_a.jsonl', 'x_us_20240103T0000Z_a.jsonl'],
      {
        files: '*.jsonl',
        format: 'jsonl',
        columns,
        partitions: { day: { path: '_(\\d{8}T)\\d{4}Z_', format: '%Y%m%dT' } },
      },
    ],
    [
      'folders of years, months and days',
      ['2024/01/01/a.jsonl', '2024/01/02/a.jsonl', '2024/01/03/a.jsonl'],
      {
        files: '*/*/*/*.jsonl',
        format: 'jsonl',
        columns,
        partitions: { day: { path: '^(\\d{4}/\\d{2}/\\d{2})/', format: '%Y/%m/%d' } },
      },
    ],
  ];

  describe.each(layouts)('by %s', (_name, paths, table) => {
    it('reads the files of the declared values, and no others', async () => {
      for (const [i, path] of paths.entries()) await lake.write(path, line('abc'.repeat(i + 1)));
      // Nothing of it is JSON: whoever reads it counts it.
      await lake.write(paths[2], 'broken\n'.repeat(10));
      const engine = await lake.engine({ 'logs.events': table });
      expect(await read(engine, '2024-01-01')).toEqual({
        rows: [['abc', '2024-01-01']],
        bytes: line('abc').length,
        malformed: 0,
      });
      expect(await read(engine, '2024-01-01', '2024-01-02')).toEqual({
        rows: [
          ['abc', '2024-01-01'],
          ['abcabc', '2024-01-02'],
        ],
        bytes: line('abc').length + line('abcabc').length,
        malformed: 0,
      });
      expect(await read(engine, '2024-01-03')).toEqual({ rows: [], bytes: 70, malformed: 10 });
      expect(await read(engine, '2023-12-31')).toEqual({ rows: [], bytes: 0, malformed: 0 });
    });

    it('tells which days have data, and when they change', async () => {
      for (const path of paths.slice(0, 2)) await lake.write(path, line('a'));
      const engine = await lake.engine({ 'logs.events': table });
      const before = await sourceDays(engine, '2023-12-01', '2024-01-31');
      expect([...(before?.keys() ?? [])].sort()).toEqual(['2024-01-01', '2024-01-02']);
      expect([...((await sourceDays(engine, '2024-01-02', '2024-01-02')) ?? [])]).toEqual([
        ['2024-01-02', before?.get(toDay('2024-01-02'))],
      ]);
      await utimes(join(lake.directory, paths[1]), 1_000, 1_000);
      await lake.write(paths[2], line('new'));
      const after = await sourceDays(engine, '2023-12-01', '2024-01-31');
      expect(after?.get(toDay('2024-01-01'))).toBe(before?.get(toDay('2024-01-01')));
      expect(after?.get(toDay('2024-01-02'))).not.toBe(before?.get(toDay('2024-01-02')));
      expect(after?.has(toDay('2024-01-03'))).toBe(true);
    });
  });

  it('sees files that come and go while it runs, and is empty without any', async () => {
    const engine = await lake.engine({
      'logs.events': { files: 'day=*/*.jsonl', format: 'jsonl', columns },
    });
    expect((await read(engine, '2024-01-01')).rows).toEqual([]);
    expect(await sourceDays(engine, '2024-01-01', '2024-01-02')).toEqual(new Map());
    await lake.write('day=2024-01-01/a.jsonl', line('a'));
    expect((await read(engine, '2024-01-01')).rows).toEqual([['a', '2024-01-01']]);
    await lake.write('day=2024-01-01/b.jsonl', line('b'));
    expect((await read(engine, '2024-01-01')).rows).toHaveLength(2);
    await rm(join(lake.directory, 'day=2024-01-01/a.jsonl'));
    expect((await read(engine, '2024-01-01')).rows).toEqual([['b', '2024-01-01']]);
  });

  it('counts a file again once it has changed', async () => {
    const engine = await lake.engine({
      'logs.events': { files: 'day=*/*.jsonl', format: 'jsonl', columns },
    });
    await lake.write('day=2024-01-01/a.jsonl', `${line('a')}broken\n`);
    expect(await read(engine, '2024-01-01')).toMatchObject({ malformed: 1 });
    await lake.write('day=2024-01-01/a.jsonl', `${line('a')}broken\nbroken\n`);
    expect(await read(engine, '2024-01-01')).toMatchObject({ malformed: 2 });
    expect((await read(engine, '2024-01-01')).rows).toHaveLength(1);
  });

  it('computes a partition over the rows, and tells its days by their content', async () => {
    await lake.write(
      'a.jsonl',
      '{"v":"a","ts":"2024-01-01T01:00:00Z"}\n{"v":"b","ts":"2024-01-02T01:00:00Z"}\n',
    );
    const engine = await lake.engine({
      'logs.events': {
        files: '*.jsonl',
        format: 'jsonl',
        columns: { v: 'varchar', ts: 'varchar' },
        computed: { day: 'substr(ts, 1, 10)' },
      },
    });
    expect((await read(engine, '2024-01-02')).rows).toEqual([['b', '2024-01-02']]);
    const before = await sourceDays(engine, '2024-01-01', '2024-01-31');
    expect([...(before?.keys() ?? [])].sort()).toEqual(['2024-01-01', '2024-01-02']);
    await lake.write('b.jsonl', '{"v":"c","ts":"2024-01-02T02:00:00Z"}\n');
    const after = await sourceDays(engine, '2024-01-01', '2024-01-31');
    expect(after?.get(toDay('2024-01-01'))).toBe(before?.get(toDay('2024-01-01')));
    expect(after?.get(toDay('2024-01-02'))).not.toBe(before?.get(toDay('2024-01-02')));
  });

  it('counts a malformed event once, though every day reads the file it is in', async () => {
    await lake.write('days.jsonl', '{"ts":"2024-01-02T08"}\nnot json\n{"ts":"2024-01-01T08"}\n');
    const engine = await lake.engine({
      'logs.events': {
        files: 'days.jsonl',
        format: 'jsonl',
        columns: { ts: 'varchar' },
        computed: { day: 'substr(ts, 1, 10)' },
      },
    });
    const malformed = async (day: string) => {
      const sql = `SELECT ts FROM logs.events WHERE day = '${day}'`;
      const { status, rows } = await run(engine, statement(sql, days('logs.events', day)));
      return [rows.length, status.state === 'succeeded' && status.malformedEvents];
    };
    expect(await malformed('2024-01-01')).toEqual([1, 1]);
    expect(await malformed('2024-01-02')).toEqual([1, 0]);
    expect(await malformed('2024-01-03')).toEqual([0, 0]);
  });

  it('takes a declared date for a date', async () => {
    await lake.write('day=2024-01-01/a.jsonl', line('a'));
    await lake.write('day=2024-01-02/a.jsonl', line('b'));
    const engine = await lake.engine({
      'logs.events': {
        files: 'day=*/*.jsonl',
        format: 'jsonl',
        columns,
        partitions: { day: { type: 'date' } },
      },
    });
    const { rows, columns: named } = await run(
      engine,
      statement(
        "SELECT v, day FROM logs.events WHERE day = DATE '2024-01-02'",
        days('logs.events', '2024-01-02'),
      ),
    );
    expect(named).toEqual(['v varchar', 'day date']);
    expect(rows).toEqual([['b', '2024-01-02']]);
  });

  it('refuses a partition that the table does not have', async () => {
    const engine = await lake.engine({
      'logs.events': { files: '*.jsonl', format: 'jsonl', columns },
    });
    await expect(read(engine, '2024-01-01')).rejects.toMatchObject({
      class: 'definition',
      code: 'PARTITION_UNKNOWN',
    });
    await expect(sourceDays(engine, '2024-01-01', '2024-01-02')).rejects.toMatchObject({
      code: 'PARTITION_UNKNOWN',
    });
  });
});
