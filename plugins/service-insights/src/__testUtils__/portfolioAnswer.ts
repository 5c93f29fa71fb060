import type { Entity } from '@backstage/catalog-model';
import type {
  Attention,
  PortfolioAnswer,
  PortfolioRow,
} from 'backstage-plugin-service-insights-common';
import { envelope, figure, series } from './fixtures';

/** A group that owns services. */
export const teamOrders: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'team-orders', namespace: 'default' },
  spec: { type: 'team', children: [] },
};

/** A service of the portfolio, with what is to be looked at. */
export function portfolioRow(name: string, attention: Attention[] | null): PortfolioRow {
  return {
    entityRef: `component:default/${name}`,
    dataset: 'api-requests',
    services: [name],
    calls: figure('calls', 6_911_930, 5_857_585),
    failureRate: figure('failureRate', 0.0042, 0.0031),
    activeCustomers: 412,
    series: series().map(({ calls }) => calls),
    attention,
  };
}

/** Three services, two of which need attention, of four. */
export function portfolioAnswer(over: Partial<PortfolioAnswer['data']> = {}): PortfolioAnswer {
  return {
    data: {
      entityRef: 'group:default/team-orders',
      rows: [
        portfolioRow('order-api', [
          { flag: 'failures-rising', excessFailedCalls: 7_600, since: '2026-03-09' },
          { flag: 'concentrated', share: 0.62 },
        ]),
        portfolioRow('cart-sync', [
          { flag: 'usage-stopped', lastDay: '2026-03-02', previousCalls: 40_000 },
        ]),
        portfolioRow('checkout', []),
      ],
      calls: figure('calls', 12_400_000, 11_300_000),
      coverage: { covered: 3, total: 4 },
      ...over,
    },
    datasets: [{ id: 'api-requests', title: 'API requests', meta: envelope() }],
  };
}
