import { z } from 'zod';
import { insightAnswerSchemas, type InsightId } from 'backstage-plugin-service-insights-common';
import type { Answers } from './differenceOf';
import type { Expectation } from './expectation';
import type { BatchItem, InsightsClient } from './InsightsClient';
import { insightOf, requestOf } from './questions';
import type { ServiceEntities } from './serviceEntities';

/** An expectation with what came for it: the answers, or why there is none. */
export type Asked = { expectation: Expectation } & (
  { status: 'answered'; answers: Answers } | { status: 'failed'; reason: string }
);

/**
 * Asks the API for everything the expectations are about, each question once.
 *
 * @param datasetOf - the dataset an expectation is about
 */
export async function ask(
  client: InsightsClient,
  expectations: readonly Expectation[],
  entities: ServiceEntities,
  datasetOf: (expectation: Expectation) => string,
): Promise<Asked[]> {
  const questions = new Map<string, ReturnType<typeof requestOf>>();
  const keys = expectations.map(expectation => {
    const insight = insightOf(expectation);
    const dataset = datasetOf(expectation);
    const ref = entities.refOf(dataset, expectation.service);
    if (!insight || !ref) return undefined;
    const request = requestOf(expectation, insight, ref, dataset);
    const key = JSON.stringify(request);
    questions.set(key, request);
    return key;
  });
  const items = await client.batch([...questions.values()]);
  const itemOf = new Map([...questions.keys()].map((key, index) => [key, items[index]]));
  return Promise.all(
    expectations.map(async (expectation, index): Promise<Asked> => {
      const key = keys[index];
      if (key !== undefined)
        return { expectation, ...answered(insightOf(expectation), itemOf.get(key)) };
      if ('list' in expectation && expectation.list === 'services') {
        const answers = await askServices(client, expectation, entities, datasetOf(expectation));
        return { expectation, status: 'answered', answers };
      }
      return { expectation, status: 'failed', reason: 'no event of this service was found' };
    }),
  );
}

function answered(
  insight: InsightId | undefined,
  item: BatchItem | undefined,
): { status: 'answered'; answers: Answers } | { status: 'failed'; reason: string } {
  if (!insight || !item) return { status: 'failed', reason: 'the API left the question out' };
  if (item.status === 'error') {
    return { status: 'failed', reason: `${item.statusCode} ${item.error.message}` };
  }
  const { data, meta } = z.parse(insightAnswerSchemas[insight], item.answer);
  return { status: 'answered', answers: { meta, [insight]: data } };
}

async function askServices(
  client: InsightsClient,
  { from, to }: Expectation,
  entities: ServiceEntities,
  dataset: string,
): Promise<Answers> {
  const { data, meta } = await client.services({ from, to, dataset, limit: '1000' });
  // The entity that owns all services would stand in the ranking of its own parts.
  const services = data.services.filter(row => row.entityRef !== entities.refOf(dataset));
  return { meta, services };
}
