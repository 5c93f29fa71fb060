import { insightBody } from './insightBodies';
import type { WrittenAnswer } from './InsightReader';
import { Investigations } from './Investigations';
import { liveOfQuestions } from './liveOfQuestions';
import { notFiltered } from './notFiltered';
import type { Published } from './Published';
import type { ResolvedQuestion } from './resolveQuestion';
import type { StandardPeriodRow } from './RollupStore';
import { nothingKnown, type Live } from './ServedDatasets';
import {
  decodeStandardBody,
  decodeStandardFacts,
  isReadable,
  type AnswerFacts,
} from './standardPeriodPayload';
import { subjectOf } from './subjectOf';

/** Reads what all questions need at once, and gives what answers each. */
export async function readAnswers(
  published: Published,
  questions: readonly ResolvedQuestion[],
): Promise<(one: ResolvedQuestion) => Promise<WrittenAnswer>> {
  const ids = new Set(questions.map(({ dataset }) => dataset.definition.id));
  const perDataset = new Map(
    await Promise.all(
      [...ids].map(async id => {
        const own = questions.filter(({ dataset }) => dataset.definition.id === id);
        const [rows, live] = await Promise.all([
          standardRows(published, own),
          liveOfQuestions(published, own),
        ]);
        return [id, { rows, live }] as const;
      }),
    ),
  );
  const investigations = new Investigations(published);
  return async one => {
    const read = perDataset.get(one.dataset.definition.id);
    if (!read) throw new Error('A question was not read');
    const live = read.live(one);
    const row = read.rows.find(
      ({ service, period }) => service === one.services[0] && period === one.standard,
    );
    return row
      ? precomputed(published, one, row, live)
      : computed(published, one, investigations, live);
  };
}

/** The answers that were computed at publish, of the revision that is served. */
async function standardRows(
  { store }: Published,
  questions: readonly ResolvedQuestion[],
): Promise<StandardPeriodRow[]> {
  const standard = questions.filter(one => one.standard && one.snapshot.dataThrough);
  if (standard.length === 0) return [];
  const { snapshot } = standard[0];
  const rows = await store.standardPeriods(
    snapshot,
    [...new Set(standard.map(({ services }) => services[0]))],
    [...new Set(standard.flatMap(one => one.standard ?? []))],
  );
  return rows.filter(
    ({ revision, payload }) => revision === snapshot.revision && isReadable(payload),
  );
}

function precomputed(
  published: Published,
  one: ResolvedQuestion,
  { payload }: StandardPeriodRow,
  live: Live,
): WrittenAnswer {
  const body = decodeStandardBody(payload, one.question.insight);
  return written(published, one, body, decodeStandardFacts(payload), live);
}

async function computed(
  published: Published,
  one: ResolvedQuestion,
  investigations: Investigations,
  live: Live,
): Promise<WrittenAnswer> {
  const { store, served } = published;
  const { insight } = one.question;
  if (!one.snapshot.dataThrough) {
    const meta = served.envelope(one, insight, one.periods, live, nothingKnown);
    return { data: 'null', meta };
  }
  const { one: read, found } = await investigations.of(one);
  const body = await insightBody(insight, found.context, ids => store.customerNames(ids));
  const { snapshot, periods } = read;
  return written(published, { ...one, snapshot, periods }, body, found.facts, live);
}

function written(
  { served }: Published,
  one: ResolvedQuestion,
  body: string,
  facts: AnswerFacts,
  live: Live,
): WrittenAnswer {
  const { insight, query } = one.question;
  const unfiltered = notFiltered(insight, filterOf(query));
  const subject = subjectOf(one.dataset, one.bound, one.services, facts, unfiltered);
  return {
    data: `{"subject":${JSON.stringify(subject)},${body.slice(1)}`,
    meta: served.envelope(one, insight, one.periods, live, facts),
  };
}

function filterOf(query: ResolvedQuestion['question']['query']) {
  if (query.operation) return 'operation';
  return query.customer ? 'customer' : undefined;
}
