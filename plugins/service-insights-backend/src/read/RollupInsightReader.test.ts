import { mockCredentials, mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import fc from 'fast-check';
import {
  addDays,
  eachDay,
  insightAnswerSchemas,
  insightIds,
  insightQuerySchema,
  portfolioAnswerSchema,
  portfolioQuerySchema,
  toDay,
  type Day,
  type InsightQueryInput,
} from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import type { Datasets, LoadedDataset } from '../definitions/LoadedDataset';
import { FixedEntities } from '../permissions/FixedEntities';
import { fullDefinition } from '../testing/insightContext';
import { internCustomers, publishDay } from '../testing/publishDay';
import { serviceDay } from '../testing/serviceDay';
import { DatabaseRollupStore } from './DatabaseRollupStore';
import { RollupInsightReader } from './RollupInsightReader';
import { StandardPeriods } from './StandardPeriods';

jest.setTimeout(120_000);

const migrations = { directory: `${__dirname}/../../migrations` };
const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const start = toDay('2026-01-01');
const historyDays = 40;

const dataset: LoadedDataset = {
  definition: fullDefinition,
  version: 1,
  fingerprint: 'a',
  sources: [{ name: 'lake', engine: 'lake', table: 'lake.calls' }],
};
const datasets: Datasets = {
  all: () => [dataset],
  find: id => (id === fullDefinition.id ? dataset : undefined),
  refused: () => [],
};

const component = (name: string, service: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    namespace: 'default',
    annotations: { 'service-insights/service': service },
  },
});
const entities = new FixedEntities([
  component('a', 'a'),
  component('b', 'b'),
  component('none', 'never-seen'),
]);
const caller = { credentials: mockCredentials.user(), entities };

function readerOf(knex: Knex) {
  return new RollupInsightReader({
    pauseOf: async () => undefined,
    store: new DatabaseRollupStore(knex),
    datasets,
    now: () => Date.parse(addDays(start, historyDays)) + 9 * 3_600_000,
    onVisit: () => {},
    allEntities: async () => entities,
  });
}

/** Every insight of every entity, of several questions, as parsed answers. */
async function answers(knex: Knex, queries: InsightQueryInput[]) {
  const questions = ['a', 'b', 'none'].flatMap(name =>
    insightIds.flatMap(insight =>
      queries.map(query => ({
        entityRef: `component:default/${name}`,
        insight,
        query: insightQuerySchema.parse(query),
      })),
    ),
  );
  const answered = await readerOf(knex).answer(questions, caller);
  return answered.map((one, i) => {
    if (one.status === 'error') throw one.error;
    const { data, meta } = one.answer;
    return insightAnswerSchemas[questions[i].insight].parse({ data: JSON.parse(data), meta });
  });
}

const standard: InsightQueryInput[] = [{ range: '7d' }, {}, { range: '90d' }];
const others: InsightQueryInput[] = [
  { from: '2026-01-20', to: '2026-02-01', compare: 'none' },
  { region: ['us'], range: '7d' },
  { operation: ['Get'], range: '28d' },
];

const call = fc.record({
  at: fc.nat(historyDays - 1),
  service: fc.constantFrom('a', 'b'),
  region: fc.constantFrom('eu', 'us'),
  customer: fc.integer({ min: 1, max: 12 }),
  operation: fc.constantFrom('Get', 'Create'),
  outcome: fc.constantFrom('ok' as const, 'service_fault' as const, 'caller_fault' as const),
  hour: fc.nat(23),
  durationMs: fc.integer({ min: 1, max: 500 }),
  calls: fc.integer({ min: 1, max: 30 }),
});
const history = fc.record({
  calls: fc.array(call, { maxLength: 150 }),
  missing: fc.uniqueArray(fc.nat(historyDays - 1), { maxLength: 4 }),
  /** Days that come again after the first derivation, with other calls. */
  again: fc.uniqueArray(fc.nat(historyDays - 1), { maxLength: 3 }),
});
type Calls = (typeof call extends fc.Arbitrary<infer T> ? T : never)[];

async function emptied(knex: Knex) {
  for (const table of [
    'service_day_payloads',
    'service_days',
    'dataset_days',
    'service_periods',
    'service_customers',
    'datasets',
    'customers',
  ]) {
    await knex(table).delete();
  }
  const names = new Map(Array.from({ length: 12 }, (_, i) => [i + 1, `c-${i + 1}`]));
  await internCustomers(knex, fullDefinition.id, names);
}

async function publish(knex: Knex, day: Day, calls: Calls) {
  const services = ['a', 'b'].flatMap(service =>
    ['eu', 'us'].flatMap(region => {
      const own = calls.filter(one => one.service === service && one.region === region);
      return own.length > 0 ? [serviceDay({ service, region, day }, own)] : [];
    }),
  );
  await publishDay(knex, { datasetId: fullDefinition.id, day, services });
}

async function publishAll(knex: Knex, calls: Calls, missing: number[]) {
  for (const [at, day] of eachDay(start, addDays(start, historyDays - 1)).entries()) {
    if (!missing.includes(at))
      await publish(
        knex,
        day,
        calls.filter(one => one.at === at),
      );
  }
}

describe.each(databases.eachSupportedId())('on %s', databaseId => {
  let knex: Knex;
  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await knex.migrate.latest(migrations);
  });

  it('answers the same with and without what was computed at publish', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ calls, missing, again }) => {
        const periods = new StandardPeriods({ knex, logger: mockServices.logger.mock() });
        await emptied(knex);
        await publishAll(knex, calls, missing);
        await periods.derive(dataset);
        for (const at of again) await publish(knex, addDays(start, at), calls.slice(0, at));
        const old = await answers(knex, [...standard, ...others]);
        await periods.derive(dataset);
        const derived = await answers(knex, [...standard, ...others]);
        expect(await knex('service_periods').where({ service: '' })).toHaveLength(1);
        await knex('service_periods').delete();
        const fromFirstSeen = await answers(knex, [...standard, ...others]);
        await knex('service_customers').delete();
        const computed = await answers(knex, [...standard, ...others]);
        expect(old).toEqual(computed);
        expect(derived).toEqual(computed);
        expect(fromFirstSeen).toEqual(computed);
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });

  it('shows a portfolio before and after it is computed, in one statement after', async () => {
    await emptied(knex);
    await publishAll(knex, fc.sample(call, { numRuns: 300, seed: 9 }), []);
    const reader = readerOf(knex);
    const ask = () =>
      reader.portfolio('group:default/team', portfolioQuerySchema.parse({ range: '7d' }), caller);
    const before = portfolioAnswerSchema.parse(await ask());
    expect(before.data.rows.map(({ attention }) => attention)).toEqual([null, null]);
    await new StandardPeriods({ knex, logger: mockServices.logger.mock() }).derive(dataset);
    let statements: string[] = [];
    const count = ({ sql }: { sql: string }) => statements.push(sql);
    knex.on('query', count);
    const after = portfolioAnswerSchema.parse(await ask());
    knex.off('query', count);
    statements = statements.filter(sql => /service_(periods|days)/.test(sql));
    expect(statements).toHaveLength(1);
    const numbers = ({ data }: typeof before) =>
      data.rows.map(({ entityRef, calls, failureRate }) => ({ entityRef, calls, failureRate }));
    const byRef = (a: { entityRef: string }, b: { entityRef: string }) =>
      a.entityRef.localeCompare(b.entityRef);
    expect(numbers(after).sort(byRef)).toEqual(numbers(before).sort(byRef));
    expect(after.data.coverage).toEqual({ covered: 2, total: 3 });
    for (const { attention, series } of after.data.rows) {
      expect(attention).not.toBeNull();
      expect(series).toHaveLength(7);
    }
  });

  it('asks few statements for a card, whatever is asked', async () => {
    await emptied(knex);
    const calls = fc.sample(call, { numRuns: 300, seed: 7 });
    await publishAll(knex, calls, []);
    await new StandardPeriods({ knex, logger: mockServices.logger.mock() }).derive(dataset);
    const reader = readerOf(knex);
    const ask = async (queries: InsightQueryInput[]) => {
      let statements = 0;
      const count = () => statements++;
      knex.on('query', count);
      const questions = queries.map(query => ({
        entityRef: 'component:default/a',
        insight: 'usage' as const,
        query: insightQuerySchema.parse(query),
      }));
      await reader.answer(questions, caller);
      knex.off('query', count);
      return statements;
    };
    await ask([{}]);
    expect(await ask([{}])).toBe(2);
    expect(await ask(standard)).toBe(2);
    expect(await ask([{ region: ['eu'] }])).toBeLessThanOrEqual(7);
  });

  it('lets a derivation end that another publish has overtaken', async () => {
    await emptied(knex);
    await publishAll(knex, fc.sample(call, { numRuns: 100, seed: 8 }), []);
    const periods = new StandardPeriods({ knex, logger: mockServices.logger.mock() });
    const firstRead = jest.spyOn(DatabaseRollupStore.prototype, 'serviceDays');
    firstRead.mockImplementationOnce(async function overtaken(this: DatabaseRollupStore, ...args) {
      const days = await this.serviceDays(...args);
      await publish(knex, start, []);
      return days;
    });
    await periods.derive(dataset);
    firstRead.mockRestore();
    const { revision } = await knex('datasets').first('revision');
    expect(await knex('service_periods').where({ revision })).toEqual([]);
    await periods.derive(dataset);
    expect(await knex('service_periods').where({ revision })).not.toEqual([]);
  });
});
