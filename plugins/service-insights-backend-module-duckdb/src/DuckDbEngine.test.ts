import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { EngineError } from 'backstage-plugin-service-insights-node';
import { DuckDbEngine } from './DuckDbEngine';
import { days, ended, run, statement, TestLake, token } from './testing/TestLake';

const columns = { service: 'varchar', n: 'bigint' };
const events = { files: 'events/day=*/*.jsonl', format: 'jsonl' as const, columns };
const today = days('logs.events', '2024-01-01');

/** Runs for minutes: more rows than can be counted, and no memory. */
const endless = statement(
  "SELECT count(*) FROM logs.events a CROSS JOIN logs.events b CROSS JOIN logs.events c WHERE a.day = '2024-01-01' AND b.day = '2024-01-01' AND c.day = '2024-01-01' AND a.n + b.n * c.n = -1",
  today,
);

// Some of what follows keeps every core busy.
jest.setTimeout(60_000);

describe('DuckDbEngine', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await TestLake.create();
    const lines = Array.from({ length: 5_000 }, (_, n) =>
      JSON.stringify({ service: `s${n % 3}`, n }),
    );
    await lake.write('events/day=2024-01-01/a.jsonl', lines.join('\n'));
  });
  afterEach(async () => {
    await lake.remove();
  });

  it('runs a statement with parameters and hands out typed rows', async () => {
    const engine = await lake.engine({ 'logs.events': events });
    const {
      status,
      rows,
      columns: named,
    } = await run(engine, {
      sql: 'SELECT service, count(*) AS calls, sum(n) AS total FROM logs.events WHERE day = ? AND n >= ? GROUP BY service ORDER BY service',
      parameters: [
        { type: 'varchar', value: '2024-01-01' },
        { type: 'bigint', value: 4_997n },
      ],
      reads: [today],
    });
    expect(named).toEqual(['service varchar', 'calls bigint', 'total bigint']);
    expect(rows).toEqual([
      ['s0', 1n, 4_998n],
      ['s1', 1n, 4_999n],
      ['s2', 1n, 4_997n],
    ]);
    expect(status).toMatchObject({
      state: 'succeeded',
      reused: false,
      malformedEvents: 0,
      cost: { bytesBilled: 0, usd: 0 },
    });
  });

  it('keeps every digit and every type on the way', async () => {
    await lake.write('types/day=2024-01-01/keep', '');
    const duckdb = await (await DuckDBInstance.create()).connect();
    await duckdb.run(`COPY (SELECT true AS b, 7::TINYINT AS t, 9007199254740993::BIGINT AS i, 1.5::DOUBLE AS d,
      'nan'::DOUBLE AS nan, 12345678901234567.890::DECIMAL(20,3) AS dec, DATE '2024-02-29' AS day_of,
      TIMESTAMP '2024-02-29 23:59:59.123456' AS ts, TIMESTAMP '1969-12-31 23:59:59.5' AS old,
      TIMESTAMPTZ '2024-02-29 12:00:00+02' AS tz, NULL::BIGINT AS none, 'ü''"' AS txt, 18446744073709551615::UBIGINT AS huge)
      TO '${lake.directory}/types/day=2024-01-01/a.parquet' (FORMAT parquet)`);
    duckdb.closeSync();
    const engine = await lake.engine({
      'logs.types': { files: 'types/day=*/*.parquet', format: 'parquet' },
    });
    const read = days('logs.types', '2024-01-01');
    const result = await run(
      engine,
      statement(
        "SELECT b, t, i, d, nan, dec, day_of, ts, old, tz, none, txt FROM logs.types WHERE day = '2024-01-01'",
        read,
      ),
    );
    expect(result.rows).toEqual([
      [
        true,
        7,
        9007199254740993n,
        1.5,
        NaN,
        '12345678901234567.890',
        '2024-02-29',
        '2024-02-29 23:59:59.123456',
        '1969-12-31 23:59:59.500',
        '2024-02-29 10:00:00.000 UTC',
        null,
        'ü\'"',
      ],
    ]);
    expect(result.columns.map(column => column.slice(column.indexOf(' ') + 1))).toEqual([
      'boolean',
      'tinyint',
      'bigint',
      'double',
      'double',
      'decimal(20,3)',
      'date',
      'timestamp',
      'timestamp',
      'timestamp with time zone',
      'bigint',
      'varchar',
    ]);
    const tooLarge = statement("SELECT huge FROM logs.types WHERE day = '2024-01-01'", read);
    expect((await run(engine, tooLarge)).status).toMatchObject({
      state: 'failed',
      error: { class: 'definition', code: 'VALUE_INVALID' },
    });
  });

  it('starts once for a token, and refuses the token for another statement', async () => {
    const engine = await lake.engine({ 'logs.events': events });
    const one = statement("SELECT count(*) AS n FROM logs.events WHERE day = '2024-01-01'", today);
    const ids = await Promise.all([1, 2, 3].map(() => engine.start(one, { token: token('same') })));
    expect(new Set(ids).size).toBe(1);
    await ended(engine, ids[0]);
    expect(await engine.start(one, { token: token('same') })).toBe(ids[0]);
    await expect(engine.start(endless, { token: token('same') })).rejects.toMatchObject({
      class: 'definition',
      code: 'TOKEN_REUSED',
    });
    expect(await engine.start(one, { token: token('other') })).not.toBe(ids[0]);
  });

  it('knows nothing of runs it has not started', async () => {
    const engine = await lake.engine({ 'logs.events': events });
    expect(await engine.status(['nobody'])).toEqual(new Map());
    await engine.stop('nobody');
    const rows = engine.rows('nobody', {});
    await expect(rows[Symbol.asyncIterator]().next()).rejects.toThrow(EngineError);
  });

  it('stops runs that run and runs that wait, and goes on with others', async () => {
    const engine = await lake.engine({ 'logs.events': events }, { concurrency: 1 });
    const running = await engine.start(endless, { token: token('running') });
    const waiting = await engine.start(endless, { token: token('waiting') });
    while ((await engine.status([running])).get(running)?.state !== 'running') {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    expect((await engine.status([waiting])).get(waiting)).toEqual({ state: 'queued' });
    await engine.stop(waiting);
    expect(await ended(engine, waiting)).toMatchObject({ state: 'cancelled', by: 'stop' });
    await new Promise(resolve => setTimeout(resolve, 100));
    await engine.stop(running);
    expect(await ended(engine, running)).toMatchObject({ state: 'cancelled', by: 'stop' });
    const next = statement("SELECT count(*) FROM logs.events WHERE day = '2024-01-01'", today);
    expect((await run(engine, next)).rows).toEqual([[5_000n]]);
  });

  it('ends a run that takes longer than the timeout', async () => {
    const engine = await lake.engine({ 'logs.events': events }, { timeout: { milliseconds: 300 } });
    const startedMs = Date.now();
    expect((await run(engine, endless)).status).toMatchObject({
      state: 'failed',
      error: { class: 'transient', code: 'TIMEOUT' },
    });
    expect(Date.now() - startedMs).toBeLessThan(3_000);
  });

  it('fails a run that needs more memory than it may have, and goes on with others', async () => {
    const engine = await lake.engine({ 'logs.events': events }, { memoryLimit: '250MB' });
    const hungry = statement(
      "SELECT count(*) FROM (SELECT DISTINCT a.n, b.n AS m FROM logs.events a CROSS JOIN logs.events b WHERE a.day = '2024-01-01' AND b.day = '2024-01-01') t",
      today,
    );
    expect((await run(engine, hungry)).status).toMatchObject({
      state: 'failed',
      error: { class: 'operator', code: 'OUT_OF_MEMORY' },
    });
    const next = statement("SELECT count(*) FROM logs.events WHERE day = '2024-01-01'", today);
    expect((await run(engine, next)).rows).toEqual([[5_000n]]);
  });

  it('keeps the rows of finished runs within a bound, and says when they are gone', async () => {
    const lines = Array.from({ length: 200 }, (_, n) =>
      JSON.stringify({ service: `${n}`.padStart(1_000), n }),
    );
    await lake.write('events/day=2024-02-01/a.jsonl', lines.join('\n'));
    const engine = await lake.engine({ 'logs.events': events }, { memoryLimit: '150MB' });
    const wide = (repeated: number) =>
      statement(
        `SELECT a.service FROM logs.events a CROSS JOIN logs.events b WHERE a.day = '2024-02-01' AND b.day = '2024-02-01' AND b.n < ${repeated}`,
        days('logs.events', '2024-02-01'),
      );
    // Half of 150 MB holds one result of 40 MB.
    const first = await run(engine, wide(190));
    expect(first.rows).toHaveLength(38_000);
    await run(engine, wide(190));
    const again = engine.rows(first.id, {})[Symbol.asyncIterator]();
    await expect(again.next()).rejects.toMatchObject({ class: 'transient', code: 'ROWS_GONE' });
    const tooMany = statement(
      "SELECT a.n, b.service FROM logs.events a CROSS JOIN logs.events b WHERE a.day = '2024-01-01' AND b.day = '2024-01-01'",
      today,
    );
    expect((await run(engine, tooMany)).status).toMatchObject({
      state: 'failed',
      error: { class: 'definition', code: 'RESULT_TOO_LARGE' },
    });
  });

  it('hands out rows again, and stops when the reader has gone', async () => {
    const engine = await lake.engine({ 'logs.events': events });
    const all = statement("SELECT n FROM logs.events WHERE day = '2024-01-01'", today);
    const { id, rows } = await run(engine, all);
    const again = [];
    for await (const batch of engine.rows(id, {})) again.push(...batch.rows);
    expect(again).toEqual(rows);
    const aborted = engine.rows(id, { signal: AbortSignal.abort() });
    await expect(aborted[Symbol.asyncIterator]().next()).rejects.toThrow();
  });

  it('does not run past the bytes it may read', async () => {
    const engine = await lake.engine({ 'logs.events': events });
    const one = statement("SELECT count(*) FROM logs.events WHERE day = '2024-01-01'", today);
    expect((await run(engine, one, { bytesLimit: 100 })).status).toEqual({
      state: 'cancelled',
      by: 'cutoff',
      cost: { bytesScanned: 0, bytesBilled: 0, usd: 0 },
    });
    expect((await run(engine, one, { bytesLimit: 10_000_000 })).status.state).toBe('succeeded');
  });

  it('refuses whatever is not one SELECT over declared tables', async () => {
    const engine = await lake.engine({
      'logs.events': events,
      'logs.secret': { ...events, files: 'secret/day=*/*.jsonl' },
    });
    await writeFile(join(lake.directory, 'plain.csv'), 'x\n');
    for (const sql of [
      `SELECT * FROM '${lake.directory}/plain.csv'`,
      `SELECT * FROM "${lake.directory}/plain.csv"`,
      `SELECT * FROM read_csv('${lake.directory}/plain.csv')`,
      `SELECT read_text('/etc/passwd')`,
      `SELECT getenv('HOME')`,
      `COPY (SELECT 1) TO '${lake.directory}/out.csv'`,
      `CREATE TABLE t AS SELECT 1`,
      `SELECT 1; SELECT 2`,
      `ATTACH '${lake.directory}/x.db'`,
      `SET memory_limit = '1TB'`,
      `PRAGMA database_list`,
      `SELECT * FROM information_schema.tables`,
      `SELECT * FROM duckdb_settings()`,
      `SELECT e.n FROM logs.events e JOIN logs.secret s ON e.n = s.n WHERE e.day = '2024-01-01'`,
      `SELECT n FROM logs.unknown`,
      `SELECT n FROM logs.events WHERE`,
      ``,
    ]) {
      await expect(
        engine.start(statement(sql, today), { token: token(sql) }).then(() => sql),
      ).rejects.toMatchObject({ class: 'definition' });
    }
    const unknown = statement('SELECT n FROM logs.unknown', days('logs.unknown', '2024-01-01'));
    await expect(engine.start(unknown, { token: token('u') })).rejects.toMatchObject({
      code: 'TABLE_UNKNOWN',
    });
  });

  it('joins two tables that are declared, of which one may be called like a WITH query', async () => {
    await lake.write('teams/day=2024-01-01/a.jsonl', '{"service":"s1","team":"red"}');
    const engine = await lake.engine({
      'logs.events': events,
      'org.teams': {
        files: 'teams/day=*/*.jsonl',
        format: 'jsonl',
        columns: { service: 'varchar', team: 'varchar' },
      },
    });
    const { rows } = await run(
      engine,
      statement(
        "WITH events AS (SELECT service, count(*) AS calls FROM logs.events WHERE day = '2024-01-01' GROUP BY service) SELECT t.team, e.calls FROM events e JOIN org.teams t ON t.service = e.service WHERE t.day = '2024-01-01'",
        today,
        days('org.teams', '2024-01-01'),
      ),
    );
    expect(rows).toEqual([['red', 1_667n]]);
  });

  it('reads nothing outside of its folder, not by a link either', async () => {
    const outside = await TestLake.create();
    await outside.write('day=2024-01-01/a.jsonl', '{"service":"stolen","n":1}');
    await symlink(outside.directory, join(lake.directory, 'events/linked'));
    await symlink(
      join(outside.directory, 'day=2024-01-01/a.jsonl'),
      join(lake.directory, 'events/day=2024-01-01/b.jsonl'),
    );
    const engine = await lake.engine({
      'logs.events': { ...events, files: 'events/**/*.jsonl', partitions: { day: 'hive' } },
    });
    const stolen = statement(
      "SELECT count(*) FROM logs.events WHERE day = '2024-01-01' AND service = 'stolen'",
      today,
    );
    expect((await run(engine, stolen)).rows).toEqual([[0n]]);
    await outside.remove();
  });

  it('says which option is wrong', async () => {
    const wrong = DuckDbEngine.create({ name: 'x', directory: '/no/such/folder', tables: {} });
    await expect(wrong).rejects.toThrow("options.directory: there is no folder '/no/such/folder'");
  });
});
