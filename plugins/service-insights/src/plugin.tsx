import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { RiLineChartLine } from '@remixicon/react';
import { serviceInsightsApi } from './extensions/apis';
import {
  adoptionEntityCard,
  failuresEntityCard,
  glanceEntityCard,
  portfolioEntityCard,
  summaryEntityCard,
  usageEntityCard,
} from './extensions/entityCards';
import { insightsEntityContent } from './extensions/entityContent';
import { insightsRouteRef } from './routes';

/**
 * Usage, adoption and failures of the services in the catalog.
 *
 * @public
 */
export default createFrontendPlugin({
  pluginId: 'service-insights',
  title: 'Service insights',
  icon: <RiLineChartLine />,
  info: { packageJson: () => import('../package.json') },
  routes: { insights: insightsRouteRef },
  extensions: [
    serviceInsightsApi,
    summaryEntityCard,
    usageEntityCard,
    adoptionEntityCard,
    failuresEntityCard,
    glanceEntityCard,
    portfolioEntityCard,
    insightsEntityContent,
  ],
});
