/**
 * The cards and the tab for portals on Backstage's classic frontend system.
 *
 * @packageDocumentation
 */
export { serviceInsightsPlugin } from './serviceInsightsPlugin';
export {
  EntityServiceInsightsAdoptionCard,
  EntityServiceInsightsFailuresCard,
  EntityServiceInsightsGlanceCard,
  EntityServiceInsightsPortfolioCard,
  EntityServiceInsightsSummaryCard,
  EntityServiceInsightsUsageCard,
} from './entityCards';
export { EntityServiceInsightsContent } from './entityContent';
export { isServiceInsightsAvailable } from './isServiceInsightsAvailable';
