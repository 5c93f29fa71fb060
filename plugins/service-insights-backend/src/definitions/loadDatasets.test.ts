import { mockServices } from '@backstage/backend-test-utils';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toDay, type DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import { EngineError, type Engine } from 'backstage-plugin-service-insights-node';
import { loadDatasets } from './loadDatasets';
import { readDefinitionFiles } from './readDefinitionFiles';

const orders: DatasetDefinitionInput = {
  kind: 'dataset',
  id: 'orders',
  table: 'telemetry.orders',
  time: { column: 'ts', partition: { column: 'day' } },
  service: 'service',
};

/** An engine nothing is run on: loading only asks it whether a statement is right. */
function engine(name: string, validate?: Engine['validate']): Engine {
  const unused = () => {
    throw new Error('not run here');
  };
  return { name, start: unused, status: unused, rows: unused, stop: unused, validate };
}

async function load(
  values: readonly unknown[],
  options: { engines?: Engine[]; hashKey?: string; defaultEngine?: string } = {},
) {
  const versions = new Map<string, string[]>();
  const datasets = await loadDatasets({
    candidates: values.map((value, i) => ({ origin: `file${i + 1}.yaml`, value })),
    problems: [],
    engines: new Map((options.engines ?? [engine('lake')]).map(one => [one.name, one])),
    defaultEngine: options.defaultEngine,
    hashKey: options.hashKey,
    day: toDay('2026-03-14'),
    versionOf: async (id, { numbers: fingerprint }) => {
      const known = versions.get(id) ?? [];
      if (!known.includes(fingerprint)) versions.set(id, [...known, fingerprint]);
      return versions.get(id)?.length ?? 0;
    },
    logger: mockServices.logger.mock(),
  });
  const refused = datasets
    .refused()
    .map(({ origin, path, message }) => `${origin} ${path}: ${message}`);
  return { datasets, refused };
}

it('refuses what is broken with its file, place and reason, and keeps the rest', async () => {
  const { datasets, refused } = await load([
    orders,
    { ...orders, id: 'Bad Id' },
    { ...orders, id: 'typo', tabel: 'x' },
    { ...orders },
    { ...orders, id: 'elsewhere', sources: [{ engine: 'lake' }, { engine: 'lakee' }] },
    { ...orders, id: 'injected', where: 'status = 1) OR (1 = 1' },
    { ...orders, id: 'sneaky', service: { sql: '(SELECT max(secret) FROM other.secrets)' } },
    { ...orders, id: 'hashed', customer: { column: 'account', pii: 'hash' } },
    { ...orders, id: 'fine', title: 'Fine' },
  ]);
  expect(datasets.all().map(({ definition }) => definition.id)).toEqual(['orders', 'fine']);
  expect(refused).toEqual([
    expect.stringMatching(/^file2.yaml id: must be lower case/),
    expect.stringMatching(/^file3.yaml : unknown 'tabel'; allowed are kind, id/),
    "file4.yaml id: 'orders' is taken by the definition in file1.yaml",
    "file5.yaml sources[1].engine: engine 'lakee' is unknown; known engines are lake",
    expect.stringMatching(/^file6.yaml where: /),
    expect.stringMatching(/^file7.yaml service.sql: a subquery is refused/),
    expect.stringMatching(/^file8.yaml customer.pii: hash needs the secret/),
  ]);
});

it('asks the engine, whose word counts on the definition and not on its own state', async () => {
  const no = new EngineError({
    class: 'definition',
    code: 'x',
    message: "there is no column 'ts'",
  });
  const down = new EngineError({ class: 'transient', code: 'x', message: 'not reachable' });
  const refusing = await load([orders], { engines: [engine('lake', () => Promise.reject(no))] });
  expect(refusing.refused).toEqual(["file1.yaml : engine lake: there is no column 'ts'"]);
  const unreachable = await load([orders], {
    engines: [engine('lake', () => Promise.reject(down))],
  });
  expect(unreachable.datasets.find('orders')).toBeDefined();
});

it('does not wait for an engine that keeps it waiting', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  try {
    const loading = load([orders], { engines: [engine('lake', () => new Promise(() => {}))] });
    await jest.advanceTimersByTimeAsync(30_000);
    expect((await loading).datasets.find('orders')).toBeDefined();
  } finally {
    jest.useRealTimers();
  }
});

it('reads each source from its engine, and the default one where none is named', async () => {
  const engines = [engine('us'), engine('eu')];
  const sources = [
    { engine: 'us', region: 'us-east-1' },
    { engine: 'eu', table: 'eu.orders' },
  ];
  const named = await load([{ ...orders, sources }], { engines });
  expect(named.datasets.find('orders')?.sources).toEqual([
    { name: 'us:us-east-1', engine: 'us', table: 'telemetry.orders' },
    { name: 'eu', engine: 'eu', table: 'eu.orders' },
  ]);
  expect((await load([orders], { engines })).refused).toEqual([
    expect.stringMatching(/sources: is required as there is no serviceInsights.defaultEngine/),
  ]);
  const byDefault = await load([orders], { engines, defaultEngine: 'eu' });
  expect(byDefault.datasets.find('orders')?.sources[0].engine).toBe('eu');
});

it('makes a new version of what changes numbers, and of nothing else', async () => {
  const fingerprint = async (change: object, hashKey = 'k') =>
    (await load([{ ...orders, ...change }], { hashKey })).datasets.find('orders')?.fingerprint;
  const before = await fingerprint({});
  const same = [
    { title: 'Orders', owner: 'group:default/a', description: 'x', mapping: 'name' },
    { lag: 'PT1H', lookback: 5, history: 30, budget: { bytesPerRun: '1GB' } },
  ];
  for (const change of same) expect(await fingerprint(change)).toBe(before);

  const customer = { column: 'account', noun: 'accounts' };
  const withCustomer = await fingerprint({ customer });
  expect(await fingerprint({ customer: { ...customer, noun: 'teams' } })).toBe(withCustomer);
  const hashed = await fingerprint({ customer: { ...customer, pii: 'hash' } });
  const changed = [
    before,
    withCustomer,
    hashed,
    await fingerprint({ customer: { ...customer, pii: 'hash' } }, 'another key'),
    await fingerprint({ service: 'svc' }),
    await fingerprint({ where: 'status > 0' }),
    await fingerprint({ dedupe: 'id' }),
    await fingerprint({ measures: { bytes: { sum: 'bytes' } } }),
    await fingerprint({ table: 'telemetry.other' }),
  ];
  expect(new Set(changed).size).toBe(changed.length);
});

describe('definition files', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'definitions-'));
    await mkdir(join(folder, 'more'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('may hold several documents, be YAML or JSON, and be named by globs', async () => {
    await writeFile(join(folder, 'a.yaml'), '# a comment\n---\nid: one\n---\nid: two\n---\n');
    await writeFile(join(folder, 'more/b.json'), '[{"id": "three"}, {"id": "four"}]');
    await writeFile(join(folder, 'more/c.yml'), 'id: five');
    const { candidates, problems } = await readDefinitionFiles(
      ['./*.yaml', 'more/*', join(folder, 'a.yaml')],
      folder,
    );
    expect(problems).toEqual([]);
    expect(candidates).toEqual([
      { origin: 'a.yaml (1 of 2)', value: { id: 'one' } },
      { origin: 'a.yaml (2 of 2)', value: { id: 'two' } },
      { origin: 'more/b.json (1 of 2)', value: { id: 'three' } },
      { origin: 'more/b.json (2 of 2)', value: { id: 'four' } },
      { origin: 'more/c.yml', value: { id: 'five' } },
    ]);
  });

  it('that cannot be read are problems, as are patterns that match nothing', async () => {
    await writeFile(join(folder, 'a.yaml'), 'id: [1, 2');
    await writeFile(join(folder, 'b.json'), '{');
    const { candidates, problems } = await readDefinitionFiles(['*.yaml', '*.json', 'c/*'], folder);
    expect(candidates).toEqual([]);
    expect(problems.map(({ origin, message }) => `${origin}: ${message}`)).toEqual([
      expect.stringMatching(/^a.yaml: .+ at line 1/),
      expect.stringMatching(/^b.json: /),
      expect.stringMatching(/^c\/\*: no file matches/),
    ]);
  });
});
