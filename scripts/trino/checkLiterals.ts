import fc from 'fast-check';
import { bindParameters, toDuckDb, type TypedValue } from 'service-insights-trino-sql';
import { comparable } from '../../packages/trino-sql/src/__testUtils__/comparable';
import { openDuckDb } from '../../packages/trino-sql/src/__testUtils__/openDuckDb';
import type { Report } from './Report';
import type { TrinoClient, TrinoValue } from './TrinoClient';

const statements = 25;

const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom("'", '"', '\\', '-', '/', '*', ';', '?', '\n', '\r', '|', '$', 'a', '🦆'),
  }),
);
const times = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map(date => date.toISOString());
const special = [0, -0, NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE, 0.1 + 0.2];

const values: fc.Arbitrary<TypedValue> = fc.oneof(
  texts
    .filter(value => !value.includes('\0'))
    .map(value => ({ type: 'varchar', value }) satisfies TypedValue),
  fc
    .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    .map(value => ({ type: 'bigint', value }) satisfies TypedValue),
  fc
    .oneof(fc.double(), fc.constantFrom(...special))
    .map(value => ({ type: 'double', value }) satisfies TypedValue),
  fc.boolean().map(value => ({ type: 'boolean', value }) satisfies TypedValue),
  times.map(text => ({ type: 'date', value: text.slice(0, 10) }) satisfies TypedValue),
  times.map(
    text =>
      ({ type: 'timestamp', value: text.slice(0, 23).replace('T', ' ') }) satisfies TypedValue,
  ),
);

/**
 * Random values of every type, bound as a statement's parameters are, come back from Trino and from DuckDB as they were,
 * and with the type they say.
 */
export async function checkLiterals(client: TrinoClient, report: Report): Promise<void> {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  report.note(`seed ${seed}; SEED=${seed} repeats it`);
  const connection = await openDuckDb();
  const many = fc.array(values, { minLength: 1, maxLength: 100, size: 'max' });
  try {
    await fc.assert(
      fc.asyncProperty(many, async bound => {
        const columns = bound.map((_, i) => `? AS c${i}`);
        const sql = bindParameters(`SELECT ${columns.join(', ')}`, bound);
        const trino = await client.query(sql, { schema: 'memory.main' });
        const [duckDb] = (
          await connection.runAndReadAll(toDuckDb(sql, { table: name => name }))
        ).getRows();
        for (const [i, { type, value }] of bound.entries()) {
          const wanted = JSON.stringify([type, expected(value)]);
          const given = [
            [typeOf(trino.columns[i].type), exact(trino.rows[0][i])],
            [type, exact(typeof duckDb[i] === 'number' ? duckDb[i] : comparable(duckDb[i]))],
          ];
          for (const got of given) {
            if (JSON.stringify(got) !== wanted) {
              throw new Error(`${wanted} came back as ${JSON.stringify(got)}`);
            }
          }
          report.pass();
        }
      }),
      { seed, numRuns: statements, includeErrorInReport: true },
    );
  } finally {
    connection.closeSync();
  }
}

function expected(value: TypedValue['value']): TrinoValue {
  return exact(typeof value === 'bigint' ? comparable(value) : value);
}

/** JSON tells neither -0 from 0, nor has it NaN. */
function exact(value: TrinoValue | number): TrinoValue {
  if (typeof value !== 'number') return value;
  return Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value);
}

/** `varchar(3)` is a varchar, `timestamp(3)` a timestamp. */
function typeOf(type: string): string {
  return type.replace(/\(\d+\)/, '');
}
