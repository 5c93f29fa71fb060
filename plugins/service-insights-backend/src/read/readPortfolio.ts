import type { PortfolioAnswer, PortfolioQuery } from 'backstage-plugin-service-insights-common';
import { bindingsOf } from './bindingsOf';
import type { Entities } from './InsightReader';
import { portfolioData, portfolioRows } from './portfolio';
import type { Published } from './Published';
import { nothingKnown } from './ServedDatasets';
import { unknownEntity } from './unknownEntity';

/**
 * The services of a group, system or domain, of whichever datasets know them.
 *
 * @throws NotFoundError for an entity that is unknown or unreadable
 */
export async function readPortfolio(
  { store, datasets, served }: Published,
  entityRef: string,
  query: PortfolioQuery,
  entities: Entities,
): Promise<PortfolioAnswer> {
  const [parts, heads] = await Promise.all([entities.partsOf(entityRef), served.heads()]);
  if (!parts) throw unknownEntity(entityRef);
  const read = await Promise.all(
    datasets.all().map(async dataset => {
      const at = await served.at(dataset, heads);
      const periods = served.periods(at, { ...query, compare: 'prev' });
      const bindings = bindingsOf(parts, dataset, datasets);
      const ask = { standard: query.range, periods, bindings };
      return { at, periods, rows: await portfolioRows(store, at, ask) };
    }),
  );
  const answered = read.filter(({ rows }) => rows.length > 0);
  return {
    data: portfolioData(entityRef, parts.length, read),
    datasets: await Promise.all(
      answered.map(async ({ at, periods, rows }) => {
        const { id, title = id } = at.dataset.definition;
        const live = { ...(await served.situation(at)), openDay: undefined };
        const calls = rows.reduce((sum, { now }) => sum + now.calls, 0);
        const facts = { ...nothingKnown, calls };
        return { id, title, meta: served.envelope(at, 'portfolio', periods, live, facts) };
      }),
    ),
  };
}
