import { screen, within } from '@testing-library/react';
import { InsightRequestError } from '../api';
import { glanceEntityCard, summaryEntityCard } from '../extensions/entityCards';
import { insightsEntityContent } from '../extensions/entityContent';
import { expectNoViolations } from '../__testUtils__/expectNoViolations';
import { findCard } from '../__testUtils__/findCard';
import { envelope, overviewData } from '../__testUtils__/fixtures';
import { renderOnEntityPage, type Backend } from '../__testUtils__/renderOnEntityPage';

const title = 'At a glance';

// As a portal would do it in its app-config.
const glance = glanceEntityCard.override({ disabled: false });

async function renderedCard(backend?: Backend) {
  renderOnEntityPage([glance, insightsEntityContent], { backend });
  return within(await findCard(title));
}

describe('glance card', () => {
  it('is off where nobody asked for it', async () => {
    renderOnEntityPage([summaryEntityCard, glanceEntityCard]);
    await findCard('Service insights');
    expect(screen.queryByRole('heading', { name: title })).not.toBeInTheDocument();
  });

  it('shows three numbers with how they moved, each a link to more', async () => {
    const card = await renderedCard();
    expect(await card.findByText('6.91M')).toBeInTheDocument();
    expect(card.getByText('+18% (+1.05M)')).toBeInTheDocument();
    expect(card.getByText('412')).toBeInTheDocument();
    expect(card.getByText('0.42%')).toBeInTheDocument();
    expect(card.getAllByRole('link').map(link => link.getAttribute('href'))).toEqual([
      '/insights#usage',
      '/insights#adoption',
      '/insights#failures',
    ]);
    expect(
      card.getByRole('link', { name: /^Usage: 6.91M calls. Up 18 percent/ }),
    ).toBeInTheDocument();
    expect(card.getByText(/^Data through Mar 14/)).toBeInTheDocument();
    await expectNoViolations(await findCard(title));
  });

  it('says in words what it has no number for', async () => {
    const card = await renderedCard(() => ({ data: null, meta: envelope({ status: 'pending' }) }));
    expect(await card.findByText(/^Collecting/)).toBeInTheDocument();
    await expectNoViolations(await findCard(title));
  });

  it('keeps its numbers when they are late', async () => {
    const card = await renderedCard(() => ({
      data: overviewData(),
      meta: envelope({ status: 'stale', asOf: '2026-03-17T09:00:00.000Z' }),
    }));
    expect(await card.findByRole('status')).toHaveTextContent('2 days late');
    expect(card.getByText('6.91M')).toBeInTheDocument();
  });

  it('says what to ask for where the reader may not see the numbers', async () => {
    const card = await renderedCard(() =>
      Promise.reject(new InsightRequestError(403, { name: 'NotAllowed', message: '' })),
    );
    expect(await card.findByText(/^You need service-insights.read/)).toBeInTheDocument();
  });
});
