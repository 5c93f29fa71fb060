import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { hasAnnotation } from './filters';

/** Three figures and a sentence; on by default. */
export const summaryEntityCard = EntityCardBlueprint.make({
  name: 'summary',
  params: {
    type: 'content',
    filter: hasAnnotation,
    loader: async () => {
      const { SummaryCard } = await import('../summary/SummaryCard');
      return <SummaryCard />;
    },
  },
});
