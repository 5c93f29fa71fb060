import { ConfigReader } from '@backstage/config';
import { readEngines } from './readEngines';

function read(duckdb: unknown) {
  return readEngines(
    new ConfigReader(
      JSON.parse(JSON.stringify({ serviceInsights: { engines: { lake: { duckdb } } } })),
    ),
  );
}

const parquet = { files: '*.parquet', format: 'parquet' };

describe('readEngines', () => {
  it('reads the engines that are of DuckDB, with defaults', () => {
    expect(readEngines(new ConfigReader({}))).toEqual([]);
    expect(
      readEngines(new ConfigReader({ serviceInsights: { engines: { cloud: { athena: {} } } } })),
    ).toEqual([]);
    expect(read({ directory: './data', tables: { 'a.b': parquet } })).toEqual([
      {
        name: 'lake',
        directory: './data',
        memoryLimit: 1e9,
        concurrency: 2,
        timeout: 120_000,
        tables: {
          'a.b': {
            parts: [{ files: ['*.parquet'], format: 'parquet', partitions: {}, computed: {} }],
          },
        },
      },
    ]);
  });

  it.each<[string, unknown, string]>([
    ['no folder', { tables: {} }, 'serviceInsights.engines.lake.duckdb.directory: '],
    [
      'an unknown key',
      { directory: '.', tables: {}, treads: 4 },
      'serviceInsights.engines.lake.duckdb: Unrecognized key: "treads"',
    ],
    [
      'a memory limit that is none',
      { directory: '.', tables: {}, memoryLimit: 'lots' },
      'serviceInsights.engines.lake.duckdb.memoryLimit: must be a size as 512MB or 1GB',
    ],
    [
      'a timeout that is none',
      { directory: '.', tables: {}, timeout: 'soon' },
      'serviceInsights.engines.lake.duckdb.timeout: must be a duration',
    ],
    [
      'an unknown format',
      { directory: '.', tables: { 'a.b': { files: 'x', format: 'avro' } } },
      "serviceInsights.engines.lake.duckdb.tables['a.b'].format: ",
    ],
    [
      'a path out of the folder',
      { directory: '.', tables: { 'a.b': { files: ['ok', '{../x,y}'], format: 'json' } } },
      "serviceInsights.engines.lake.duckdb.tables['a.b'].files: must be relative",
    ],
    [
      'a type that is none',
      { directory: '.', tables: { 'a.b': { ...parquet, columns: { c: 'row(x txt)' } } } },
      "serviceInsights.engines.lake.duckdb.tables['a.b'].columns.c: must be a Trino type as varchar, bigint or row(a varchar, b array(bigint)): 'txt' is not a Trino type",
    ],
    [
      'a part that is wrong',
      { directory: '.', tables: { 'a.b': { parts: [parquet, { ...parquet, columns: {} }] } } },
      "serviceInsights.engines.lake.duckdb.tables['a.b'].parts[1].columns: must name at least one column",
    ],
    [
      'a pattern without groups',
      { directory: '.', tables: { 'a.b': { files: 'x', format: 'text', pattern: '\\S+ (.*)' } } },
      "serviceInsights.engines.lake.duckdb.tables['a.b'].pattern: must have a named group",
    ],
    [
      'a pattern the engine cannot run',
      {
        directory: '.',
        tables: { 'a.b': { files: 'x', format: 'text', pattern: '(?<a>x(?=y))' } },
      },
      "serviceInsights.engines.lake.duckdb.tables['a.b'].pattern: must not look ahead",
    ],
    [
      'a partition whose expression has two groups',
      {
        directory: '.',
        tables: { 'a.b': { ...parquet, partitions: { day: { path: '(a)(b)' } } } },
      },
      "serviceInsights.engines.lake.duckdb.tables['a.b'].partitions.day: must be hive, { type: varchar | date }, or { path: '<regex with one group>'",
    ],
    [
      'a computed partition that is no expression',
      { directory: '.', tables: { 'a.b': { ...parquet, computed: { day: 'a) FROM (b' } } } },
      "serviceInsights.engines.lake.duckdb.tables['a.b'].computed.day: ",
    ],
    [
      'CSV without header and columns',
      { directory: '.', tables: { 'a.b': { files: 'x', format: 'csv', header: false } } },
      "serviceInsights.engines.lake.duckdb.tables['a.b'].columns: must name every column",
    ],
    [
      'a table that is not named database.table',
      { directory: '.', tables: { events: parquet } },
      'serviceInsights.engines.lake.duckdb.tables.events: ',
    ],
  ])('says where %s stands', (_what, options, message) => {
    expect(() => read(options)).toThrow(message);
  });
});
