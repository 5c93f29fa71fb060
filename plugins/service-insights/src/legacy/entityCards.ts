import { createComponentExtension } from '@backstage/core-plugin-api';
import { inClassicApp } from './inClassicApp';
import { serviceInsightsPlugin } from './serviceInsightsPlugin';

/**
 * Three figures and a sentence about what changed.
 *
 * @public
 */
export const EntityServiceInsightsSummaryCard = serviceInsightsPlugin.provide(
  createComponentExtension({
    name: 'EntityServiceInsightsSummaryCard',
    component: {
      lazy: async () => inClassicApp((await import('../summary/SummaryCard')).SummaryCard),
    },
  }),
);

/**
 * Usage in detail: calls, customers, durations, the most used operations and regions.
 *
 * @public
 */
export const EntityServiceInsightsUsageCard = serviceInsightsPlugin.provide(
  createComponentExtension({
    name: 'EntityServiceInsightsUsageCard',
    component: {
      lazy: async () => inClassicApp((await import('../usage/UsageCard')).UsageCard),
    },
  }),
);

/**
 * Adoption in detail: who is new, stayed, came back and went quiet.
 *
 * @public
 */
export const EntityServiceInsightsAdoptionCard = serviceInsightsPlugin.provide(
  createComponentExtension({
    name: 'EntityServiceInsightsAdoptionCard',
    component: {
      lazy: async () => inClassicApp((await import('../adoption/AdoptionCard')).AdoptionCard),
    },
  }),
);

/**
 * Failures in detail: whose fault they were, the top errors, and what a change goes along with.
 *
 * @public
 */
export const EntityServiceInsightsFailuresCard = serviceInsightsPlugin.provide(
  createComponentExtension({
    name: 'EntityServiceInsightsFailuresCard',
    component: {
      lazy: async () => inClassicApp((await import('../failures/FailuresCard')).FailuresCard),
    },
  }),
);

/**
 * Three figures for a narrow column.
 *
 * @public
 */
export const EntityServiceInsightsGlanceCard = serviceInsightsPlugin.provide(
  createComponentExtension({
    name: 'EntityServiceInsightsGlanceCard',
    component: {
      lazy: async () => inClassicApp((await import('../glance/GlanceCard')).GlanceCard),
    },
  }),
);

/**
 * The services of a group, system or domain, those that need attention first.
 *
 * @public
 */
export const EntityServiceInsightsPortfolioCard = serviceInsightsPlugin.provide(
  createComponentExtension({
    name: 'EntityServiceInsightsPortfolioCard',
    component: {
      lazy: async () => inClassicApp((await import('../portfolio/PortfolioCard')).PortfolioCard),
    },
  }),
);
