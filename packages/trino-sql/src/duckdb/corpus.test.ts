import type { DuckDBConnection } from '@duckdb/node-api';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { comparable } from '../__testUtils__/comparable';
import { openDuckDb } from '../__testUtils__/openDuckDb';
import { guardStatement } from '../guard/guardStatement';
import { toDuckDb } from './toDuckDb';

const answer = z.object({
  rows: z.array(z.array(z.json())).optional(),
  error: z.string().optional(),
});
const probe = answer.extend({
  id: z.string().optional(),
  name: z.string().optional(),
  sql: z.string(),
  refused: z.boolean().optional(),
  trino483: answer.optional(),
});
type Probe = z.infer<typeof probe>;

function readProbes(file: string): Probe[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(line => probe.parse(JSON.parse(line)));
}

// Binding some macros takes a while where others keep the machine busy.
jest.setTimeout(60_000);

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openDuckDb();
});
afterAll(() => connection.closeSync());

/** The rows, or why there are none: refused here, when DuckDB binds, or by an error when it runs. */
async function run(sql: string) {
  try {
    const translated = toDuckDb(sql, { table: name => `"${name.split('.').at(-1)}"` });
    const reader = await connection.runAndReadAll(translated);
    return { rows: reader.getRows().map(row => row.map(comparable)) };
  } catch (error) {
    return { refused: String(error) };
  }
}

const ownDir = join(__dirname, '../../corpus');
const own = readdirSync(ownDir)
  .filter(file => file.endsWith('.jsonl'))
  .map(file => ({ group: file.replace('.jsonl', ''), probes: readProbes(join(ownDir, file)) }));

describe.each(own)('the corpus of $group', ({ probes }) => {
  it.each(probes.filter(entry => entry.rows))('gives the rows of Trino for $sql', async entry => {
    expect(await run(entry.sql)).toEqual({ rows: entry.rows });
  });

  it.each(probes.filter(entry => entry.refused))('refuses $sql', async entry => {
    expect(await run(entry.sql)).toEqual({ refused: expect.any(String) });
  });
});

const sharedDir = process.env.REAL_DATA_DIR && join(process.env.REAL_DATA_DIR, 'trino-corpus');
const shared = sharedDir && existsSync(sharedDir) ? sharedDir : undefined;

(shared ? describe : describe.skip)(
  `the recorded answers of a real Trino${shared ? '' : ' (set REAL_DATA_DIR to run them)'}`,
  () => {
    const probes = shared
      ? [...readProbes(join(shared, 'queries.jsonl')), ...readProbes(join(shared, 'probes.jsonl'))]
      : [];

    beforeAll(async () => {
      await connection.run(`CREATE TABLE events AS SELECT * REPLACE (CAST(ts AS TIMESTAMP) AS ts)
        FROM read_json('${shared}/events.json', columns = {
          id: 'INTEGER', ts: 'VARCHAR', service: 'VARCHAR', region: 'VARCHAR', operation: 'VARCHAR',
          customer_id: 'VARCHAR', ok: 'BOOLEAN', status: 'INTEGER', duration_ms: 'DOUBLE',
          error_code: 'VARCHAR', tags: 'VARCHAR[]', attrs: 'MAP(VARCHAR, VARCHAR)',
          payload: 'VARCHAR', path: 'VARCHAR', iso: 'VARCHAR', epoch: 'BIGINT', day: 'VARCHAR',
          legacy_ts: 'VARCHAR', num_txt: 'VARCHAR'})`);
    });

    it('pass the guard, as far as they are queries', () => {
      const queries = probes.filter(({ id }) => id !== undefined);
      for (const { sql } of queries) {
        expect(() => guardStatement(sql, { tables: ['events', 'main.events'] })).not.toThrow();
      }
    });

    it('are given or refused, and never differ in silence', async () => {
      const different: unknown[] = [];
      let same = 0;
      for (const entry of probes) {
        const got = await run(entry.sql);
        if (!got.rows) continue;
        const answers = [entry, entry.trino483].flatMap(given => (given?.rows ? [given.rows] : []));
        const exact = answers.some(rows => JSON.stringify(rows) === JSON.stringify(got.rows));
        if (exact || withinError(entry, got.rows)) same += 1;
        else different.push({ sql: entry.sql, trino: entry.rows ?? entry.error, duckDb: got.rows });
      }
      expect(different).toEqual([]);
      // Refusing everything would be no answer either.
      expect(same).toBeGreaterThan(160);
    });
  },
);

/** Trino's `approx_distinct` has a standard error of 2.3 %; here it is exact. */
function withinError(entry: Probe, rows: unknown[][]): boolean {
  const wanted = entry.rows?.[0]?.[0];
  const got = rows[0]?.[0];
  if (!entry.sql.includes('approx_distinct(')) return false;
  return typeof wanted === 'number' && typeof got === 'number' && Math.abs(got / wanted - 1) < 0.07;
}
