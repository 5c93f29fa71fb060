import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { insightsRouteRef } from '../routes';

/** The Insights tab of every component; without the annotation it says how to add it. */
export const insightsEntityContent = EntityContentBlueprint.make({
  name: 'insights',
  params: {
    path: '/insights',
    title: 'Insights',
    group: 'observability',
    routeRef: insightsRouteRef,
    filter: { kind: 'component' },
    loader: async () => {
      const { InsightsTab } = await import('../tab/InsightsTab');
      return <InsightsTab />;
    },
  },
});
