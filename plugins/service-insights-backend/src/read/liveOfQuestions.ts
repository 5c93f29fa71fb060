import type { Published } from './Published';
import type { ResolvedQuestion } from './resolveQuestion';
import type { Live } from './ServedDatasets';
import { emptyTally, sumOfTallies, type Tally } from './Tally';

/**
 * What moves without a new revision of a dataset, with the calls that each question's services have of the running day.
 *
 * @param questions - questions of one dataset, one at least
 */
export async function liveOfQuestions(
  { store, served }: Published,
  questions: readonly ResolvedQuestion[],
): Promise<(one: ResolvedQuestion) => Live> {
  const { runs, pause, openDay } = await served.situation(questions[0]);
  if (!openDay) return () => ({ runs, pause, openDay });
  const { datasetId, version } = questions[0].snapshot;
  const tallies = new Map<string, Promise<Tally>>();
  for (const one of questions) {
    const { services, question } = one;
    if (tallies.has(keyOf(one))) continue;
    const scope = { datasetId, version, services, regions: question.query.region };
    tallies.set(keyOf(one), store.totals(scope, [openDay.day]).then(sumOfTallies));
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

function keyOf({ question, services }: ResolvedQuestion): string {
  return JSON.stringify([question.query.region, services]);
}
