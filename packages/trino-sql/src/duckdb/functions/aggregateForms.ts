import { SqlRefused } from '../../SqlRefused';
import type { Expr, Kind } from '../Expr';
import { boolean, number, plain } from '../operand';

/** An aggregate of DuckDB: its call up to the closing bracket is built of these. */
export type Aggregate = {
  duckDb: string;
  args: Expr[];
  kind: Kind;
  /** What an array holds. */
  element?: Kind;
  /** Whether DISTINCT is added although it was not written. */
  distinct?: boolean;
  /** What is made of the result, in the layer outside, where DuckDB knows its type. */
  outside?(sql: string): string;
};

/** An aggregate on the list. */
export type AggregateForm = {
  arity: readonly [number, number];
  /** Whether the order of the rows matters to it, so that ORDER BY may stand inside. */
  ordered?: boolean;
  aggregate(name: string, args: Expr[]): Aggregate;
};

function numeric(
  duckDb: string,
  kind: (arg: Expr) => Kind,
  outside?: Aggregate['outside'],
): AggregateForm {
  return {
    arity: [1, 1],
    aggregate: (name, args) => {
      const value = number(name, args[0]);
      return { duckDb, args: [value], kind: kind(value), ...(outside && { outside }) };
    },
  };
}

function statistic(duckDb: string): AggregateForm {
  return {
    arity: [1, 1],
    aggregate: (name, args) => {
      const value = number(name, args[0]);
      return { duckDb, args: [{ ...value, sql: `CAST(${value.sql} AS DOUBLE)` }], kind: 'double' };
    },
  };
}

function logical(duckDb: string, kind: Kind): AggregateForm {
  return {
    arity: [1, 1],
    aggregate: (name, args) => ({ duckDb, args: [boolean(name, args[0])], kind }),
  };
}

function extreme(duckDb: string): AggregateForm {
  return {
    arity: [1, 1],
    aggregate: (name, args) => {
      const value = plain(name, args[0]);
      if (['array', 'map', 'row'].includes(value.kind)) {
        throw new SqlRefused(`${name} of an array, map or row`, 'engines order them differently');
      }
      return { duckDb, args: [value], kind: value.kind };
    },
  };
}

function by(duckDb: string): AggregateForm {
  return {
    arity: [2, 2],
    aggregate: (name, args) => {
      const values = args.map(arg => plain(name, arg));
      return { duckDb, args: values, kind: values[0].kind };
    },
  };
}

function sumKind(value: Expr): Kind {
  if (value.kind === 'integer' || value.kind === 'bigint') return 'bigint';
  return value.kind === 'double' ? 'double' : 'unknown';
}

const sum: AggregateForm = {
  arity: [1, 1],
  aggregate: (name, args) => {
    const value = number(name, args[0]);
    // DuckDB adds whole numbers up in 128 bits; Trino has 64 and fails beyond.
    return {
      duckDb: 'sum',
      args: [value],
      kind: sumKind(value),
      outside: sql => `trino_sum(${sql})`,
    };
  },
};

const countIf: AggregateForm = {
  arity: [1, 1],
  aggregate: (name, args) => ({
    duckDb: 'count_if',
    args: [boolean(name, args[0])],
    kind: 'bigint',
    outside: sql => `CAST(${sql} AS BIGINT)`,
  }),
};

/** Aggregates with the same meaning on both engines. */
export const aggregateForms: ReadonlyMap<string, AggregateForm> = new Map<string, AggregateForm>([
  [
    'count',
    {
      arity: [0, 1],
      aggregate: (name, args) => ({
        duckDb: 'count',
        args: args.map(arg => (arg.kind === 'row' || arg.kind === 'json' ? arg : plain(name, arg))),
        kind: 'bigint',
      }),
    },
  ],
  ['sum', sum],
  ['avg', numeric('avg', () => 'double')],
  ['min', extreme('min')],
  ['max', extreme('max')],
  ['min_by', by('arg_min_null')],
  ['max_by', by('arg_max_null')],
  ['arbitrary', extreme('any_value')],
  ['any_value', extreme('any_value')],
  ['count_if', countIf],
  ['bool_and', logical('bool_and', 'boolean')],
  ['bool_or', logical('bool_or', 'boolean')],
  ['every', logical('bool_and', 'boolean')],
  ['stddev', statistic('stddev_samp')],
  ['stddev_samp', statistic('stddev_samp')],
  ['stddev_pop', statistic('stddev_pop')],
  ['variance', statistic('var_samp')],
  ['var_samp', statistic('var_samp')],
  ['var_pop', statistic('var_pop')],
  [
    'array_agg',
    {
      arity: [1, 1],
      ordered: true,
      aggregate: (name, args) => {
        const value = plain(name, args[0]);
        return { duckDb: 'list', args: [value], kind: 'array', element: value.kind };
      },
    },
  ],
  [
    'approx_distinct',
    {
      arity: [1, 2],
      // Exact here: DuckDB's own estimate is off by up to a third.
      aggregate: (name, args) => ({
        duckDb: 'count',
        args: [plain(name, args[0])],
        kind: 'bigint',
        distinct: true,
      }),
    },
  ],
]);

/** Window functions that are no aggregates. */
export const windowForms: ReadonlyMap<string, AggregateForm> = new Map<string, AggregateForm>([
  ...['row_number', 'rank', 'dense_rank'].map((name): [string, AggregateForm] => [
    name,
    { arity: [0, 0], aggregate: () => ({ duckDb: name, args: [], kind: 'bigint' }) },
  ]),
  ...['percent_rank', 'cume_dist'].map((name): [string, AggregateForm] => [
    name,
    { arity: [0, 0], aggregate: () => ({ duckDb: name, args: [], kind: 'double' }) },
  ]),
  ['ntile', { arity: [1, 1], aggregate: (_, args) => ({ duckDb: 'ntile', args, kind: 'bigint' }) }],
  ...['lag', 'lead'].map((name): [string, AggregateForm] => [
    name,
    {
      arity: [1, 3],
      aggregate: (_, args) => {
        const values = args.map(arg => plain(name, arg));
        return { duckDb: name, args: values, kind: values[0].kind };
      },
    },
  ]),
  ...['first_value', 'last_value'].map((name): [string, AggregateForm] => [
    name,
    {
      arity: [1, 1],
      aggregate: (_, args) => {
        const value = plain(name, args[0]);
        return { duckDb: name, args: [value], kind: value.kind };
      },
    },
  ]),
  [
    'nth_value',
    {
      arity: [2, 2],
      aggregate: (name, args) => {
        const values = args.map(arg => plain(name, arg));
        return { duckDb: name, args: values, kind: values[0].kind };
      },
    },
  ],
]);
