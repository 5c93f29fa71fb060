import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { InputError, NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import {
  isoDurationMs,
  type Envelope,
  type InsightQuery,
  type PortfolioQuery,
  type ServicesQuery,
} from 'backstage-plugin-service-insights-common';
import type { RefreshPause } from '../budget/RefreshPause';
import type { Datasets, LoadedDataset } from '../definitions/LoadedDataset';
import { newestDueDay, type DatasetSnapshot } from './DatasetSnapshot';
import { datasetStatuses } from './datasetStatuses';
import { envelope, type OpenDay } from './envelope';
import { insightBody } from './insightBodies';
import type {
  Answered,
  Caller,
  Entities,
  InsightReader,
  Question,
  WrittenAnswer,
} from './InsightReader';
import { investigate, type Inquiry, type Investigation } from './investigate';
import { LiveSituations } from './LiveSituations';
import { notFiltered } from './notFiltered';
import {
  periodsOf,
  standardPeriodOf,
  type QuestionPeriods,
  type StandardPeriod,
} from './periodsOf';
import { portfolioData, portfolioRows } from './portfolio';
import type { DatasetHead, RollupStore, StandardPeriodRow } from './RollupStore';
import type { RunSituation } from './runSituation';
import { serviceRanking } from './serviceRanking';
import { servicesOf } from './servicesOf';
import { Snapshots } from './Snapshots';
import {
  decodeStandardBody,
  decodeStandardFacts,
  isReadable,
  type AnswerFacts,
} from './standardPeriodPayload';
import { subjectOf } from './subjectOf';
import { emptyTally, sumOfTallies, type Tally } from './Tally';
import { unknownEntity } from './unknownEntity';

/** How often a read starts over because a day was published meanwhile. */
const mostAttempts = 3;

type Options = {
  store: RollupStore;
  datasets: Datasets;
  /** Why no new day of a dataset is read; nothing when they are. */
  pauseOf: (dataset: LoadedDataset) => Promise<RefreshPause | undefined>;
  /** Every entity, for the coverage that operators see. */
  allEntities: () => Promise<Entities>;
  /** Called when someone looks at a dataset. Never waited for. */
  onVisit: (datasetId: string) => void;
  /** Milliseconds since 1970. */
  now: () => number;
};

/** A dataset as one call sees it. */
type Served = { dataset: LoadedDataset; snapshot: DatasetSnapshot };

/** What was found, of the revision it was found at. */
type Investigated = { one: Resolved; found: Investigation };

/** What an envelope says of now. */
type Live = {
  runs: RunSituation;
  pause: RefreshPause | undefined;
  openDay: OpenDay | undefined;
};

/** A question whose entity, services, dataset and periods are known. */
type Resolved = Served & {
  question: Question;
  bound: readonly LoadedDataset[];
  services: readonly string[];
  periods: QuestionPeriods;
  standard: StandardPeriod | undefined;
};

const nothingKnown: AnswerFacts = {
  calls: 0,
  fewCustomers: false,
  lastEventDay: null,
  regions: [],
  operations: [],
};

/** Reads insights from what was published. It asks nobody whether it may: see `AuthorizedInsightReader`. */
export class RollupInsightReader implements InsightReader {
  readonly #options: Options;
  readonly #snapshots: Snapshots;
  readonly #situations: LiveSituations;

  constructor(options: Options) {
    this.#options = options;
    this.#snapshots = new Snapshots(options.store);
    this.#situations = new LiveSituations(options);
  }

  async answer(questions: readonly Question[], { entities }: Caller): Promise<Answered[]> {
    const [found, heads] = await Promise.all([
      entities.byRefs(questions.map(({ entityRef }) => entityRef)),
      this.#heads(),
    ]);
    const resolved = await settleAll(questions, question =>
      this.#resolve(question, found.get(question.entityRef), heads),
    );
    const reading = await this.#read(
      resolved.flatMap(result => (result.status === 'ok' ? [result.value] : [])),
    );
    const answered = await settleAll(resolved, async result => {
      if (result.status === 'error') throw result.error;
      return reading(result.value);
    });
    return answered.map(result =>
      result.status === 'ok' ? { status: 'ok', answer: result.value } : result,
    );
  }

  async services(query: ServicesQuery, { entities }: Caller) {
    const { store, datasets } = this.#options;
    const dataset = query.dataset === undefined ? datasets.all()[0] : datasets.find(query.dataset);
    if (!dataset) throw unknownDataset(datasets.all());
    const [candidates, heads] = await Promise.all([entities.candidates(), this.#heads()]);
    const served = await this.#serve(dataset, heads);
    const ids = datasets.all().map(({ definition }) => definition.id);
    const bindings = candidates.map(entity => ({
      entityRef: stringifyEntityRef(entity),
      services: servicesOf(entity, dataset.definition, ids),
    }));
    const periods = this.#periods(served, { ...query, compare: 'prev' });
    const data = await serviceRanking(store, served.snapshot, { query, periods, bindings });
    const { runs, pause } = await this.#situation(served);
    const live = { runs, pause, openDay: undefined };
    const meta = this.#envelope(served, 'services', periods, live, {
      ...nothingKnown,
      calls: data.calls,
    });
    return { data: { services: data.services, total: data.total }, meta };
  }

  async portfolio(entityRef: string, query: PortfolioQuery, { entities }: Caller) {
    const { store, datasets } = this.#options;
    const [parts, heads] = await Promise.all([entities.partsOf(entityRef), this.#heads()]);
    if (!parts) throw unknownEntity(entityRef);
    const ids = datasets.all().map(({ definition }) => definition.id);
    const read = await Promise.all(
      datasets.all().map(async dataset => {
        const served = await this.#serve(dataset, heads);
        const bindings = parts.map(entity => ({
          entityRef: stringifyEntityRef(entity),
          services: servicesOf(entity, dataset.definition, ids),
        }));
        const periods = this.#periods(served, { ...query, compare: 'prev' });
        const ask = { standard: query.range, periods, bindings };
        return { served, periods, rows: await portfolioRows(store, served, ask) };
      }),
    );
    const data = portfolioData(entityRef, parts.length, read);
    const answered = read.filter(({ rows }) => rows.length > 0);
    return {
      data,
      datasets: await Promise.all(
        answered.map(async ({ served, periods, rows }) => {
          const { runs, pause } = await this.#situation(served);
          const calls = rows.reduce((sum, { now }) => sum + now.calls, 0);
          const { id, title = id } = served.dataset.definition;
          const live = { runs, pause, openDay: undefined };
          const facts = { ...nothingKnown, calls };
          return { id, title, meta: this.#envelope(served, 'portfolio', periods, live, facts) };
        }),
      ),
    };
  }

  async datasets() {
    const { store, datasets, allEntities, now } = this.#options;
    const heads = await this.#heads();
    const served = await Promise.all(
      datasets.all().map(async dataset => ({
        ...(await this.#serve(dataset, heads)),
        head: heads.get(dataset.definition.id),
      })),
    );
    return {
      datasets: await datasetStatuses({
        store,
        served,
        entities: await (await allEntities()).candidates(),
        now: now(),
      }),
      refused: datasets.refused().map(({ origin, path, message }) => ({ origin, path, message })),
    };
  }

  #heads() {
    const { store, datasets } = this.#options;
    return store.heads(datasets.all().map(({ definition }) => definition.id));
  }

  async #serve(dataset: LoadedDataset, heads: ReadonlyMap<string, DatasetHead>): Promise<Served> {
    const { id } = dataset.definition;
    this.#options.onVisit(id);
    const head = heads.get(id);
    return { dataset, snapshot: await this.#snapshots.at(dataset, head) };
  }

  async #resolve(
    question: Question,
    entity: Entity | undefined,
    heads: ReadonlyMap<string, DatasetHead>,
  ): Promise<Resolved> {
    if (!entity) throw unknownEntity(question.entityRef);
    const { datasets } = this.#options;
    const ids = datasets.all().map(({ definition }) => definition.id);
    const services = new Map(
      datasets.all().map(dataset => [dataset, servicesOf(entity, dataset.definition, ids)]),
    );
    const bound = datasets.all().filter(dataset => services.get(dataset)?.length);
    if (bound.length === 0) {
      throw new NotFoundError(`${question.entityRef} is bound to no service of a dataset`);
    }
    const dataset = await this.#choose(question.query, bound, services, heads);
    const served = await this.#serve(dataset, heads);
    return {
      ...served,
      question,
      bound,
      periods: this.#periods(served, question.query),
      services: services.get(dataset) ?? [],
      standard: services.get(dataset)?.length === 1 ? standardPeriodOf(question.query) : undefined,
    };
  }

  /** The dataset that is asked for, or else the first that has days of the services. */
  async #choose(
    query: InsightQuery,
    bound: readonly LoadedDataset[],
    services: ReadonlyMap<LoadedDataset, string[]>,
    heads: ReadonlyMap<string, DatasetHead>,
  ): Promise<LoadedDataset> {
    if (query.dataset !== undefined) {
      const asked = bound.find(({ definition }) => definition.id === query.dataset);
      if (!asked) throw unknownDataset(bound);
      return asked;
    }
    for (const dataset of bound.length > 1 ? bound : []) {
      const datasetId = dataset.definition.id;
      const version = heads.get(datasetId)?.version;
      const names = services.get(dataset) ?? [];
      if (version === undefined) continue;
      const scope = { datasetId, version, services: names, regions: undefined };
      if ((await this.#options.store.knownServices(scope)).length > 0) return dataset;
    }
    return bound[0];
  }

  /** Reads what all questions need at once, and gives what answers each. */
  async #read(resolved: readonly Resolved[]) {
    const served = new Map(resolved.map(one => [one.dataset.definition.id, one]));
    const perDataset = new Map(
      await Promise.all(
        [...served].map(async ([id, one]) => {
          const ofDataset = resolved.filter(({ dataset }) => dataset === one.dataset);
          const [rows, live] = await Promise.all([
            this.#standardRows(ofDataset),
            this.#live(one, ofDataset),
          ]);
          return [id, { rows, live }] as const;
        }),
      ),
    );
    const investigations = new Map<string, Promise<Investigated>>();
    return async (one: Resolved): Promise<WrittenAnswer> => {
      const read = perDataset.get(one.dataset.definition.id);
      if (!read) throw new Error('A question was not read');
      const row = read.rows.find(
        ({ service, period }) => service === one.services[0] && period === one.standard,
      );
      const live = read.live(one);
      return row ? this.#precomputed(one, row, live) : this.#computed(one, investigations, live);
    };
  }

  /** The answers that were computed at publish, of the revision that is served. */
  async #standardRows(resolved: readonly Resolved[]): Promise<StandardPeriodRow[]> {
    const standard = resolved.filter(one => one.standard && one.snapshot.dataThrough);
    if (standard.length === 0) return [];
    const rows = await this.#options.store.standardPeriods(
      standard[0].snapshot,
      [...new Set(standard.map(({ services }) => services[0]))],
      [...new Set(standard.flatMap(one => one.standard ?? []))],
    );
    return rows.filter(
      ({ revision, payload }) => revision === standard[0].snapshot.revision && isReadable(payload),
    );
  }

  #precomputed(one: Resolved, row: StandardPeriodRow, live: Live): WrittenAnswer {
    const facts = decodeStandardFacts(row.payload);
    return this.#write(one, decodeStandardBody(row.payload, one.question.insight), facts, live);
  }

  async #computed(
    one: Resolved,
    investigations: Map<string, Promise<Investigated>>,
    live: Live,
  ): Promise<WrittenAnswer> {
    const { insight, query } = one.question;
    const { periods } = one;
    if (!one.snapshot.dataThrough) {
      return { data: 'null', meta: this.#envelope(one, insight, periods, live, nothingKnown) };
    }
    const { period, previous } = periods;
    const key = JSON.stringify([
      one.dataset.definition.id,
      one.services,
      query.region,
      period,
      previous,
      query.limit,
      query.grain,
      query.operation,
      query.customer,
      insight === 'retention',
    ]);
    let investigation = investigations.get(key);
    if (!investigation) investigations.set(key, (investigation = this.#investigate(one)));
    const {
      one: read,
      found: { context, facts },
    } = await investigation;
    const body = await insightBody(insight, context, ids => this.#options.store.customerNames(ids));
    return this.#write(
      { ...one, snapshot: read.snapshot, periods: read.periods },
      body,
      facts,
      live,
    );
  }

  /** Reads again when a day was published in between, so that an answer is of one revision. */
  async #investigate(asked: Resolved): Promise<Investigated> {
    const { store } = this.#options;
    const { id } = asked.dataset.definition;
    let one = asked;
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      const found = await investigate(store, this.#inquiry(one));
      const heads = await store.heads([id]);
      if ((heads.get(id)?.revision ?? 0) === one.snapshot.revision) return { one, found };
      const served = await this.#serve(asked.dataset, heads);
      one = { ...one, ...served, periods: this.#periods(served, asked.question.query) };
    }
    throw new ServiceUnavailableError('Days are being published. Ask again in a moment');
  }

  #inquiry({ dataset, snapshot, services, question, periods }: Resolved): Inquiry {
    const { datasetId, version } = snapshot;
    return {
      definition: dataset.definition,
      snapshot,
      scope: { datasetId, version, services, regions: question.query.region },
      periods,
      limit: question.query.limit,
      grain: question.query.grain,
      operations: question.query.operation,
      customer: question.query.customer,
      cohorts: question.insight === 'retention',
    };
  }

  #write(one: Resolved, body: string, facts: AnswerFacts, live: Live): WrittenAnswer {
    const { insight, query } = one.question;
    const unfiltered = notFiltered(insight, filterOf(query));
    const subject = subjectOf(one.dataset, one.bound, one.services, facts, unfiltered);
    return {
      data: `{"subject":${JSON.stringify(subject)},${body.slice(1)}`,
      meta: this.#envelope(one, insight, one.periods, live, facts),
    };
  }

  #envelope(
    { dataset, snapshot }: Served,
    insightId: string,
    { period, previous }: QuestionPeriods,
    { runs, pause, openDay }: Live,
    facts: AnswerFacts,
  ): Envelope {
    return envelope({
      insightId,
      snapshot,
      period,
      previous,
      runs,
      pause,
      openDay,
      service: { ...facts, namesHidden: insightId === 'adoption' && facts.fewCustomers },
      lagMs: isoDurationMs(dataset.definition.lag),
      now: this.#options.now(),
    });
  }

  #periods({ dataset, snapshot }: Served, query: Parameters<typeof periodsOf>[0]) {
    return periodsOf(query, snapshot.dataThrough ?? this.#newestDue(dataset));
  }

  #newestDue({ definition }: LoadedDataset) {
    return newestDueDay(this.#options.now(), isoDurationMs(definition.lag));
  }

  /** What moves without a new revision, with the calls that each question's services have of the running day. */
  async #live(served: Served, resolved: readonly Resolved[]): Promise<(one: Resolved) => Live> {
    const { runs, pause, openDay } = await this.#situation(served);
    if (!openDay) return () => ({ runs, pause, openDay });
    const { datasetId, version } = served.snapshot;
    const keyOf = ({ question, services }: Resolved) =>
      JSON.stringify([question.query.region, services]);
    const tallies = new Map<string, Promise<Tally>>();
    for (const one of resolved) {
      if (tallies.has(keyOf(one))) continue;
      const scope = {
        datasetId,
        version,
        services: one.services,
        regions: one.question.query.region,
      };
      tallies.set(keyOf(one), this.#options.store.totals(scope, [openDay.day]).then(sumOfTallies));
    }
    const read = new Map(
      await Promise.all([...tallies].map(async ([key, tally]) => [key, await tally] as const)),
    );
    return one => ({
      runs,
      pause,
      openDay: { ...openDay, tally: read.get(keyOf(one)) ?? emptyTally() },
    });
  }

  #situation({ dataset, snapshot }: Served) {
    return this.#situations.of(dataset, snapshot, this.#newestDue(dataset));
  }
}

function unknownDataset(allowed: readonly LoadedDataset[]): InputError {
  const ids = allowed.map(({ definition }) => definition.id).join(', ');
  return new InputError(`dataset: must be one of ${ids}`);
}

type Settled<R> = { status: 'ok'; value: R } | { status: 'error'; error: unknown };

async function settleAll<T, R>(
  items: readonly T[],
  act: (item: T) => Promise<R>,
): Promise<Settled<R>[]> {
  return Promise.all(
    items.map(item =>
      act(item).then(
        (value): Settled<R> => ({ status: 'ok', value }),
        (error: unknown): Settled<R> => ({ status: 'error', error }),
      ),
    ),
  );
}

function filterOf(query: { operation?: unknown; customer?: unknown }) {
  if (query.operation) return 'operation';
  return query.customer ? 'customer' : undefined;
}
