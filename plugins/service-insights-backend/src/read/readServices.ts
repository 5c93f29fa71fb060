import type { ServicesAnswer, ServicesQuery } from 'backstage-plugin-service-insights-common';
import { bindingsOf } from './bindingsOf';
import type { Entities } from './InsightReader';
import type { Published } from './Published';
import { nothingKnown } from './ServedDatasets';
import { serviceRanking } from './serviceRanking';
import { unknownDataset } from './unknownDataset';

/**
 * The services of the entities, most called first.
 *
 * @throws InputError for a dataset that there is not
 */
export async function readServices(
  { store, datasets, served }: Published,
  query: ServicesQuery,
  entities: Entities,
): Promise<ServicesAnswer> {
  const dataset = query.dataset === undefined ? datasets.all()[0] : datasets.find(query.dataset);
  if (!dataset) throw unknownDataset(datasets.all());
  const [candidates, heads] = await Promise.all([entities.candidates(), served.heads()]);
  const at = await served.at(dataset, heads);
  const periods = served.periods(at, { ...query, compare: 'prev' });
  const { services, total, calls } = await serviceRanking(store, at.snapshot, {
    query,
    periods,
    bindings: bindingsOf(candidates, dataset, datasets),
  });
  const live = { ...(await served.situation(at)), openDay: undefined };
  return {
    data: { services, total },
    meta: served.envelope(at, 'services', periods, live, { ...nothingKnown, calls }),
  };
}
