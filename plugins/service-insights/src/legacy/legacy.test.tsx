import { EntityLayout, EntitySwitch } from '@backstage/plugin-catalog';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expectNoViolations } from '../__testUtils__/expectNoViolations';
import { findCard } from '../__testUtils__/findCard';
import { orderApi, plainWebsite } from '../__testUtils__/fixtures';
import { teamOrders } from '../__testUtils__/portfolioAnswer';
import { renderInClassicApp } from '../__testUtils__/renderInClassicApp';
import {
  EntityServiceInsightsAdoptionCard,
  EntityServiceInsightsContent,
  EntityServiceInsightsFailuresCard,
  EntityServiceInsightsGlanceCard,
  EntityServiceInsightsPortfolioCard,
  EntityServiceInsightsSummaryCard,
  EntityServiceInsightsUsageCard,
  isServiceInsightsAvailable,
} from '.';

const servicePage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <EntitySwitch>
        <EntitySwitch.Case if={isServiceInsightsAvailable}>
          <EntityServiceInsightsSummaryCard />
          <EntityServiceInsightsGlanceCard />
          <EntityServiceInsightsUsageCard />
          <EntityServiceInsightsAdoptionCard />
          <EntityServiceInsightsFailuresCard />
        </EntitySwitch.Case>
      </EntitySwitch>
    </EntityLayout.Route>
    <EntityLayout.Route path="/insights" title="Insights" if={isServiceInsightsAvailable}>
      <EntityServiceInsightsContent />
    </EntityLayout.Route>
  </EntityLayout>
);

describe('a portal on the classic frontend system', () => {
  it('shows all cards of a service, asked for in one request', async () => {
    const { fetch } = await renderInClassicApp(servicePage, { entity: orderApi });
    const summary = within(await findCard('Service insights'));
    expect(await summary.findByText('6.91M')).toBeInTheDocument();
    for (const title of ['At a glance', 'Usage', 'Adoption', 'Failures']) {
      const card = await findCard(title);
      expect(await within(card).findByText(/^Data through Mar 14/)).toBeInTheDocument();
      await expectNoViolations(card);
    }
    const asked = fetch.mock.calls.map(([url]) => String(url));
    expect(asked).toEqual(['plugin://service-insights/v1/insights/batch']);
  });

  it('leads from a tile to its section of the tab, without loading the page anew', async () => {
    const user = userEvent.setup();
    await renderInClassicApp(servicePage, { entity: orderApi });
    const card = within(await findCard('Service insights'));
    const tile = await card.findByRole('link', { name: /^Failures: 0.42% failed/ });
    expect(tile).toHaveAttribute('href', '/catalog/default/component/order-api/insights#failures');
    await user.click(tile);
    const heading = await screen.findByRole('heading', { name: 'Failures', level: 2 });
    await waitFor(() => expect(heading).toHaveFocus());
  });

  it('shows the tab, whose filters are in the URL', async () => {
    const user = userEvent.setup();
    const { fetch } = await renderInClassicApp(servicePage, {
      entity: orderApi,
      path: '/insights?range=90d',
    });
    expect(await screen.findByText('6.91M')).toBeInTheDocument();
    expect(String(fetch.mock.calls[0][1]?.body)).toContain('"range":"90d"');
    const [row] = await screen.findAllByRole('button', { name: 'Show only CreateOrder' });
    await user.click(row);
    expect(await screen.findByRole('grid', { name: 'Active filters' })).toBeInTheDocument();
  });

  it('says what was copied as an alert, for want of toasts', async () => {
    const user = userEvent.setup();
    const { alerts } = await renderInClassicApp(servicePage, {
      entity: orderApi,
      path: '/insights',
    });
    await user.click(await screen.findByRole('button', { name: 'Copy link' }));
    await user.click(
      await screen.findByRole('menuitem', { name: 'Link that moves with the data' }),
    );
    await waitFor(() =>
      expect(alerts).toEqual([
        { message: 'Link copied', severity: 'success', display: 'transient' },
      ]),
    );
  });

  it('has neither cards nor tab where the entity names no service', async () => {
    const { fetch } = await renderInClassicApp(servicePage, { entity: plainWebsite });
    expect(await screen.findByRole('tab', { name: 'Overview' })).toBeInTheDocument();
    expect(screen.queryByRole('tab', { name: 'Insights' })).not.toBeInTheDocument();
    expect(screen.queryByRole('heading', { level: 3 })).not.toBeInTheDocument();
    expect(fetch).not.toHaveBeenCalled();
  });

  it('shows the services of a group', async () => {
    await renderInClassicApp(
      <EntityLayout>
        <EntityLayout.Route path="/" title="Overview">
          <EntityServiceInsightsPortfolioCard />
        </EntityLayout.Route>
      </EntityLayout>,
      { entity: teamOrders },
    );
    const card = within(await findCard('Service insights'));
    expect(await card.findByText('All services: 12.4M calls')).toBeInTheDocument();
    expect(card.getByRole('link', { name: 'order-api' })).toHaveAttribute(
      'href',
      '/catalog/default/component/order-api',
    );
  });

  it('speaks the language of the app', async () => {
    await renderInClassicApp(servicePage, { entity: orderApi, language: 'de' });
    const card = within(await findCard('Nutzung'));
    expect(await card.findByText(/6,91\sMio\./)).toBeInTheDocument();
  });
});
