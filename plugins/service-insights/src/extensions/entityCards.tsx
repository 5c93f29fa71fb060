import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { hasAnnotation, hasParts } from './filters';

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

/** Usage in detail; off until an app asks for it. */
export const usageEntityCard = EntityCardBlueprint.make({
  name: 'usage',
  disabled: true,
  params: {
    type: 'content',
    filter: hasAnnotation,
    loader: async () => {
      const { UsageCard } = await import('../usage/UsageCard');
      return <UsageCard />;
    },
  },
});

/** Adoption in detail; off until an app asks for it. */
export const adoptionEntityCard = EntityCardBlueprint.make({
  name: 'adoption',
  disabled: true,
  params: {
    type: 'content',
    filter: hasAnnotation,
    loader: async () => {
      const { AdoptionCard } = await import('../adoption/AdoptionCard');
      return <AdoptionCard />;
    },
  },
});

/** Failures in detail; off until an app asks for it. */
export const failuresEntityCard = EntityCardBlueprint.make({
  name: 'failures',
  disabled: true,
  params: {
    type: 'content',
    filter: hasAnnotation,
    loader: async () => {
      const { FailuresCard } = await import('../failures/FailuresCard');
      return <FailuresCard />;
    },
  },
});

/** Three figures for the narrow column; off until an app asks for it. */
export const glanceEntityCard = EntityCardBlueprint.make({
  name: 'glance',
  disabled: true,
  params: {
    type: 'info',
    filter: hasAnnotation,
    loader: async () => {
      const { GlanceCard } = await import('../glance/GlanceCard');
      return <GlanceCard />;
    },
  },
});

/** The services of a group, system or domain, those that need attention first; on by default. */
export const portfolioEntityCard = EntityCardBlueprint.make({
  name: 'portfolio',
  params: {
    type: 'content',
    filter: hasParts,
    loader: async () => {
      const { PortfolioCard } = await import('../portfolio/PortfolioCard');
      return <PortfolioCard />;
    },
  },
});
