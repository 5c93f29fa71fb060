import { TestDatabases, type TestDatabaseId } from '@backstage/backend-test-utils';
import { toDay, type Day } from 'backstage-plugin-service-insights-common';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { newRun } from '../runs/newRun';
import type { ClaimedRun, HeldRun, StoppingRun } from '../runs/Run';
import type { SweepScope } from '../runs/RunStore';
import { isOpen, type RunState } from '../runs/transitions';
import { LedgerModel } from '../testing/LedgerModel';
import { DatabaseDayStore } from './DatabaseDayStore';
import { DatabaseRunStore } from './DatabaseRunStore';
import { migrate } from './openDatabase';
import type { RunRow } from './rows';

jest.setTimeout(180_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const key = { datasetId: 'requests', version: 1, source: 'lake' };
const days = ['2026-03-12', '2026-03-13', '2026-03-14'].map(toDay);
const workers = ['ann', 'bob', 'cyd'];
const scopes: Record<'worked' | 'left' | 'disabled', SweepScope> = {
  worked: { worked: [key], disabledDatasets: [] },
  left: { worked: [], disabledDatasets: [] },
  disabled: { worked: [], disabledDatasets: ['requests'] },
};
const statement = { sql: 'SELECT 1', parameters: [], reads: [] };
const cost = { bytesScanned: 10, bytesBilled: 10_000_000, usd: 0.00005 };
const failed = {
  failure: { class: 'transient' as const, code: 'x', message: 'It went wrong' },
  cost,
};
const hourMs = 3_600_000;

/** The ledger in a database, and all that anyone ever took from it: also what went to someone else since. */
type Real = {
  knex: Knex;
  stores: ReadonlyMap<string, DatabaseRunStore>;
  dayStore: DatabaseDayStore;
  taken: (ClaimedRun | StoppingRun)[];
};

type Worker = { owner: string; store: DatabaseRunStore };
type Act = (model: LedgerModel, real: Real, worker: Worker) => Promise<void>;

/** One step of some worker; after each the database must hold what the model holds. */
class Step implements fc.AsyncCommand<LedgerModel, Real> {
  constructor(
    readonly text: string,
    readonly owner: string,
    readonly act: Act,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: LedgerModel, real: Real): Promise<void> {
    const store = real.stores.get(this.owner);
    if (!store) throw new Error(`Nobody is called ${this.owner}`);
    await this.act(model, real, { owner: this.owner, store });
    await expectAlike(model, real.knex);
  }

  toString(): string {
    return `${this.owner} ${this.text}`;
  }
}

async function expectAlike(model: LedgerModel, knex: Knex): Promise<void> {
  const rows: RunRow[] = await knex('runs');
  const found = rows.map(row => ({
    id: row.id,
    day: row.day,
    state: row.state,
    fence: row.fence,
    owner: row.lease_owner ?? undefined,
    engineRunId: row.engine_run_id ?? undefined,
    isFinished: row.finished_at !== null,
  }));
  const expected = model.runs.map(({ id, day, state, fence, owner, engineRunId }) => {
    const isFinished = !isOpen(state);
    return { id, day, state, fence, owner, engineRunId, isFinished };
  });
  const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
  expect(found.sort(byId)).toEqual(expected.sort(byId));

  const openDays = found.filter(({ state }) => isOpen(state)).map(({ day }) => day);
  expect(new Set(openDays).size).toBe(openDays.length);
  const published: { day: Day; run_id: string }[] = await knex('dataset_days').select();
  expect(new Map(published.map(({ day, run_id }) => [day, run_id]))).toEqual(model.published);
}

/** What a worker does with something it took, however long ago. */
type Write = {
  event: Parameters<LedgerModel['write']>[1];
  write(run: ClaimedRun | StoppingRun, worker: Worker, real: Real): Promise<boolean>;
  then?(model: LedgerModel, run: HeldRun): void;
};

const writes: Record<string, Write> = {
  'stores the engine’s id': {
    event: 'start',
    write: (run, { store }) => store.started(run, `engine-${run.id}`),
    then: (model, run) => change(model, run, { engineRunId: `engine-${run.id}` }),
  },
  'begins to read': { event: 'read', write: (run, { store }) => store.reading(run) },
  postpones: {
    event: 'postpone',
    write: (run, { store }) => store.postpone(run, failed, hourMs),
    then: (model, run) => change(model, run, { free: 'later' }),
  },
  'postpones to now': {
    event: 'postpone',
    write: (run, { store }) => store.postpone(run, failed, 0),
    then: (model, run) => change(model, run, { free: 'now' }),
  },
  'lets it rest': {
    event: 'rest',
    write: (run, { store }) => store.rest(run, failed, 0),
    then: (model, run) => change(model, run, { free: 'now', owner: undefined }),
  },
  fails: { event: 'fail', write: (run, { store }) => store.fail(run, failed) },
  'wants it to end': {
    event: 'stop',
    async write(run, { store }, real) {
      const stopping = await store.stop(run, 'shutdown');
      if (stopping) real.taken.push(stopping);
      return stopping !== undefined;
    },
  },
  cancels: {
    event: 'cancel',
    write: (run, { store }) =>
      store.cancel(
        { ...run, state: 'stopping', reason: 'shutdown', engineRunId: undefined, statement },
        cost,
      ),
  },
  publishes: {
    event: 'publish',
    async write(run, _, { dayStore }) {
      const startedAtMs = 0;
      const claimed = { ...run, state: 'publishing', engineRunId: 'any', startedAtMs } as const;
      return (await dayStore.publish(claimed, dayOfRun(run))) !== 'lost';
    },
    then: (model, { id }) => {
      const day = model.runs.find(run => run.id === id)?.day;
      if (day) model.published.set(day, id);
    },
  },
};

/** What a worker does with a run next, by where it stands. */
const onward: [RunState, string][] = [
  ['starting', 'stores the engine’s id'],
  ['running', 'begins to read'],
  ['publishing', 'publishes'],
];

function change(model: LedgerModel, { id }: HeldRun, columns: object): void {
  for (const run of model.runs) if (run.id === id) Object.assign(run, columns);
}

function dayOfRun({ id, fence }: HeldRun) {
  return {
    state: 'complete' as const,
    services: [],
    calls: 100,
    resultRows: 1,
    malformedEvents: 0,
    duplicateEvents: 0,
    unmappedEvents: 0,
    checksum: `${id} ${fence}`,
    cost,
    emptyDay: 'missing' as const,
  };
}

/** Something that was taken so many ago. */
function takenOf(
  { taken }: Pick<Real, 'taken'>,
  ago: number,
): ClaimedRun | StoppingRun | undefined {
  return taken.at(-1 - (ago % Math.max(1, taken.length)));
}

function write(name: string, ago: number): Act {
  const { event, write: writes_, then } = writes[name];
  return async (model, real, worker) => {
    const run = takenOf(real, ago);
    if (!run) return;
    const before = await knexRows(real.knex);
    const isExpected = model.write(run, event) !== undefined;
    if (isExpected) then?.(model, run);
    expect(await writes_(run, worker, real)).toBe(isExpected);
    if (!isExpected) expect(await knexRows(real.knex)).toEqual(before);
  };
}

/** Whoever still holds a run does what comes next. */
function goOn(ago: number): Act {
  return async (model, real, worker) => {
    const held = real.taken.filter(({ id, fence }) =>
      model.able('lease').some(run => run.id === id && run.fence === fence),
    );
    const run = takenOf({ taken: held }, ago);
    const state = model.runs.find(({ id }) => id === run?.id)?.state;
    const next = onward.find(([from]) => from === state);
    if (run && next)
      await write(next[1], real.taken.length - 1 - real.taken.indexOf(run))(model, real, worker);
  };
}

/** A failure with another attempt after it: both, or neither. */
function failWithNext(ago: number): Act {
  return async (model, real, { store }) => {
    const run = takenOf(real, ago);
    if (!run) return;
    const { day, attempt } = run;
    const next = newRun({ ...key, day, attempt: attempt + 1, sourceVersion: 'a' }, statement);
    const isExpected = model.write(run, 'fail') !== undefined;
    if (isExpected) model.enqueue(next.id, day, 'now');
    expect(await store.fail(run, failed, { run: next, delayMs: 0 })).toBe(isExpected);
  };
}

function enqueue(day: Day, isOutdated: boolean): Act {
  return async (model, _, { store }) => {
    const known = model.ofDay(day).length;
    const run = newRun({ ...key, day, attempt: 1, sourceVersion: 'a' }, statement);
    const isExpected = !model.hasOpen(day) && !(isOutdated && known > 0);
    if (isExpected) model.enqueue(run.id, day, 'now');
    const knownRuns = isOutdated ? Math.max(0, known - 1) : known;
    expect(await store.enqueue([{ ...run, knownRuns }])).toBe(isExpected ? 1 : 0);
  };
}

function claim(limit: number): Act {
  return async (model, real, { owner, store }) => {
    const expected = model
      .able('claim')
      .filter(({ free }) => free !== 'later')
      .slice(0, limit);
    for (const run of expected) model.take(run, owner, 'claim');
    const claimed = await store.claim(owner, [key], limit);
    expect(claimed).toEqual(
      expected.map(({ id, state, fence, engineRunId, mayBeStarted }) =>
        expect.objectContaining({
          id,
          state,
          fence,
          engineRunId,
          ...(state === 'starting' && { mayBeStarted, statement }),
        }),
      ),
    );
    real.taken.push(...claimed);
  };
}

/** All workers at the same moment: who gets what is up to the database, but nothing is given twice. */
const claimTogether: Act = async (model, real) => {
  const claimed = await Promise.all(
    [...real.stores].map(async ([owner, store]) => ({
      owner,
      runs: await store.claim(owner, [key], 2),
    })),
  );
  for (const { owner, runs } of claimed) {
    for (const run of runs) {
      const free = model.able('claim').find(({ id }) => id === run.id);
      if (!free || free.free === 'later') throw new Error(`Run ${run.id} was not to be had`);
      model.take(free, owner, 'claim');
    }
    real.taken.push(...runs);
  }
};

function sweep(scope: keyof typeof scopes): Act {
  return async (model, real, { owner, store }) => {
    const expected = model.able('sweep').filter(({ state, free }) => {
      if (state === 'stopping') return free !== 'later';
      return scope === 'disabled' || (scope === 'left' && free === 'longAgo');
    });
    for (const run of expected) model.take(run, owner, 'sweep');
    const swept = await store.sweep(owner, scopes[scope], 100);
    expect(new Set(swept.map(({ id }) => id))).toEqual(new Set(expected.map(({ id }) => id)));
    real.taken.push(...swept);
  };
}

function cancelQueued(scope: keyof typeof scopes): Act {
  return async (model, _, { store }) => {
    const expected = model.runs.filter(
      ({ state, free }) =>
        state === 'queued' && (scope === 'disabled' || (scope === 'left' && free === 'longAgo')),
    );
    for (const run of expected) model.happen(run, 'cancel');
    expect(await store.cancelQueued(scopes[scope])).toBe(expected.length);
  };
}

const extend: Act = async (model, real, { owner, store }) => {
  const held = model.able('lease').filter(run => run.owner === owner);
  for (const run of held) run.free = 'later';
  const ids = [...new Set(real.taken.map(({ id }) => id))];
  expect(await store.extend(owner, ids)).toEqual(new Map(held.map(({ id, fence }) => [id, fence])));
};

const handBack: Act = async (model, _, { owner, store }) => {
  for (const run of model.able('lease')) if (run.owner === owner) run.free = 'longAgo';
  await store.handBack(owner);
};

/** A long time: leases are over, and what waits is due. */
const timePasses: Act = async (model, { knex }) => {
  for (const run of model.runs) if (isOpen(run.state)) run.free = 'longAgo';
  await knex('runs').whereNotNull('lease_until').update({ lease_until: 1 });
  await knex('runs').update({ due_at: 1 });
};

async function knexRows(knex: Knex): Promise<unknown> {
  return Promise.all([knex('runs').orderBy('id'), knex('dataset_days').orderBy('day')]);
}

const scopeName = fc.constantFrom<keyof typeof scopes>('worked', 'left', 'disabled');
/** Mostly what was taken last; now and then something that was taken long ago. */
const pick = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.nat(20) },
);

/** What makes runs go on is done more often than what breaks them off, so that walks lead far. */
const often = (arbitrary: fc.Arbitrary<Step>) => Array.from({ length: 4 }, () => arbitrary);

function step(named: fc.Arbitrary<readonly [string, Act]>): fc.Arbitrary<Step> {
  return fc
    .tuple(fc.constantFrom(...workers), named)
    .map(([owner, [text, act]]) => new Step(text, owner, act));
}

const steps = [
  step(
    fc
      .tuple(fc.constantFrom(...days), fc.boolean())
      .map(([day, isOld]) => [
        `enqueues ${day}${isOld ? ' of an old plan' : ''}`,
        enqueue(day, isOld),
      ]),
  ),
  ...often(step(fc.integer({ min: 1, max: 3 }).map(limit => [`claims ${limit}`, claim(limit)]))),
  ...often(step(fc.nat(5).map(n => [`goes on (${n})`, goOn(n)] as const))),
  ...Object.keys(writes).map(name => step(pick.map(n => [`${name} (${n})`, write(name, n)]))),
  step(pick.map(n => [`fails, with another attempt (${n})`, failWithNext(n)])),
  step(fc.constant(['and all others claim', claimTogether])),
  step(scopeName.map(scope => [`sweeps ${scope}`, sweep(scope)])),
  step(scopeName.map(scope => [`cancels queued ${scope}`, cancelQueued(scope)])),
  step(fc.constant(['extends', extend])),
  step(fc.constant(['hands back', handBack])),
  step(fc.constant(['sees time pass', timePasses])),
];

describe.each(databases.eachSupportedId())('the ledger on %s', databaseId => {
  it('is what the table of transitions says, whatever workers do in whatever order', async () => {
    expect.hasAssertions();
    const knex = await open(databaseId);
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: 100, size: 'max' }), async commands => {
        await fc.asyncModelRun(
          async () => ({ model: new LedgerModel(), real: await fresh(knex) }),
          commands,
        );
      }),
      { numRuns: 40 },
    );
  });
});

async function open(databaseId: TestDatabaseId): Promise<Knex> {
  const knex = await databases.init(databaseId);
  await migrate(knex);
  return knex;
}

async function fresh(knex: Knex): Promise<Real> {
  for (const table of ['runs', 'dataset_days', 'datasets']) await knex(table).delete();
  await knex('datasets').insert({ dataset_id: key.datasetId, active_version: 1, revision: 0 });
  const clock = () => Date.parse('2026-03-15T12:00:00Z');
  return {
    knex,
    stores: new Map(
      workers.map(name => [name, new DatabaseRunStore(knex, clock, { leaseMs: hourMs })]),
    ),
    dayStore: new DatabaseDayStore(knex, clock),
    taken: [],
  };
}
