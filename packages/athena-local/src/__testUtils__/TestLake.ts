import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { TableDeclarations } from '../lake/tableDeclarations';

/** A folder of tables with known content, made for a test and removed after it. */
export type TestLake = {
  directory: string;
  tables: TableDeclarations;
  remove(): Promise<void>;
};

/** The days of `telemetry.events`. */
export const eventDays = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'];

/** Events of each day. */
export const eventsADay = 500;

const typesSelect = `
  SELECT * FROM (
    SELECT 1 AS row_number, true AS a_boolean, (-128)::TINYINT AS a_tinyint, 32767::SMALLINT AS a_smallint,
           (-2147483648)::INTEGER AS an_integer, 9223372036854775807::BIGINT AS a_bigint, 1.5::FLOAT AS a_real,
           1e20::DOUBLE AS a_double, 123.40::DECIMAL(10, 2) AS a_decimal, 'text' AS a_varchar,
           '\\x01\\xFF'::BLOB AS a_varbinary, DATE '2020-01-01' AS a_date,
           TIMESTAMP '2020-01-01 12:34:56.789' AS a_timestamp,
           TIMESTAMPTZ '2020-01-01 12:34:56.789+00' AS an_instant, TIME '12:34:56.789' AS a_time,
           [1, 2, 3] AS an_array, MAP {'k': 1} AS a_map, {'id': 1, 'name': 'x'} AS a_row, ['a, b', NULL] AS texts
    UNION ALL
    SELECT 2, false, 127::TINYINT, (-32768)::SMALLINT, 2147483647, -9223372036854775808, 'NaN'::FLOAT, '-Infinity'::DOUBLE,
           -0.01::DECIMAL(10, 2), '', ''::BLOB, DATE '1969-12-31', TIMESTAMP '1969-12-31 23:59:59.001',
           TIMESTAMPTZ '1969-12-31 23:59:59+00', TIME '00:00:00', []::INTEGER[], MAP {}::MAP(VARCHAR, INTEGER),
           {'id': NULL, 'name': ''}, []::VARCHAR[]
    UNION ALL
    SELECT 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  ) ORDER BY row_number`;

/**
 * Writes
 * - `telemetry.events`: Parquet, a partition a day, with columns of different sizes
 * - `telemetry.logs`: JSON lines, a partition a service
 * - `samples.numbers`: Parquet without partitions, 5,000 rows
 * - `samples.texts`: a NULL, an empty text and texts that are hard to quote
 * - `samples.types`: a row of every type, and a row of NULLs
 */
export async function createTestLake(): Promise<TestLake> {
  const directory = await mkdtemp(join(tmpdir(), 'athena-local-test-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const write = async (path: string, select: string) => {
    await mkdir(join(directory, path, '..'), { recursive: true });
    await connection.run(`COPY (${select}) TO '${join(directory, path)}' (FORMAT parquet)`);
  };
  for (const [i, day] of eventDays.entries()) {
    await write(
      `events/day=${day}/part-0.parquet`,
      `SELECT 'service-' || (n % 5) AS service, n AS number, md5('${day}' || n) AS request,
              TIMESTAMP '${day} 00:00:00' + INTERVAL (n) MINUTE AS ts, (n + ${i}) / 7e0 AS duration
       FROM range(${eventsADay}) AS t(n)`,
    );
  }
  for (const service of ['api', 'web']) {
    const path = join(directory, `logs/service=${service}/lines.jsonl`);
    await mkdir(join(path, '..'), { recursive: true });
    const lines = [1, 2, 3].map(n => JSON.stringify({ n, message: `${service} ${n}` }));
    await writeFile(path, `${lines.join('\n')}\n`);
  }
  await write('numbers.parquet', 'SELECT n, n * 2 AS twice FROM range(5000) AS t(n)');
  await write(
    'texts.parquet',
    `SELECT * FROM (VALUES (1, NULL), (2, ''), (3, 'say "hi", twice'), (4, 'zwei
Zeilen'), (5, 'ünï ✓ 🎉')) AS t(id, value)`,
  );
  await write('types.parquet', typesSelect);
  connection.closeSync();
  instance.closeSync();
  return {
    directory,
    tables: {
      'telemetry.events': { files: 'events/day=*/*.parquet', format: 'parquet' },
      'telemetry.logs': { files: 'logs/service=*/*.jsonl', format: 'jsonl' },
      'samples.numbers': { files: 'numbers.parquet', format: 'parquet' },
      'samples.texts': { files: 'texts.parquet', format: 'parquet' },
      'samples.types': { files: 'types.parquet', format: 'parquet' },
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
