import type { Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import type { LoadedDataset } from '../definitions/LoadedDataset';
import type { Question } from './InsightReader';
import { standardPeriodOf, type QuestionPeriods, type StandardPeriod } from './periodsOf';
import type { Published } from './Published';
import type { DatasetHead } from './RollupStore';
import type { ServedDataset } from './ServedDatasets';
import { servicesOf } from './servicesOf';
import { unknownDataset } from './unknownDataset';
import { unknownEntity } from './unknownEntity';

/** A question whose entity, services, dataset and periods are known. */
export type ResolvedQuestion = ServedDataset & {
  question: Question;
  /** The datasets that could answer it. */
  bound: readonly LoadedDataset[];
  services: readonly string[];
  periods: QuestionPeriods;
  /** The period computed at publish that answers it, if there is one. */
  standard: StandardPeriod | undefined;
};

/**
 * Finds out what a question is about.
 *
 * @param entity - the question's entity, unless it is unknown or unreadable
 * @throws NotFoundError without an entity, or when it stands for no service
 * @throws InputError when it asks for a dataset that its entity is not bound to
 */
export async function resolveQuestion(
  published: Published,
  question: Question,
  entity: Entity | undefined,
  heads: ReadonlyMap<string, DatasetHead>,
): Promise<ResolvedQuestion> {
  if (!entity) throw unknownEntity(question.entityRef);
  const { datasets, served } = published;
  const ids = datasets.all().map(({ definition }) => definition.id);
  const services = new Map(
    datasets.all().map(dataset => [dataset, servicesOf(entity, dataset.definition, ids)]),
  );
  const bound = datasets.all().filter(dataset => services.get(dataset)?.length);
  if (bound.length === 0) {
    throw new NotFoundError(`${question.entityRef} is bound to no service of a dataset`);
  }
  const dataset = await chosenDataset(published, question, bound, services, heads);
  const at = await served.at(dataset, heads);
  const own = services.get(dataset) ?? [];
  return {
    ...at,
    question,
    bound,
    periods: served.periods(at, question.query),
    services: own,
    standard: own.length === 1 ? standardPeriodOf(question.query) : undefined,
  };
}

/** The dataset that is asked for, or else the first that has days of the services. */
async function chosenDataset(
  { store }: Published,
  { query }: Question,
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
    if ((await store.knownServices(scope)).length > 0) return dataset;
  }
  return bound[0];
}
