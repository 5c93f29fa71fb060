import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { InsightRequestError } from '../api';
import { insightsEntityContent } from '../extensions/entityContent';
import { plainWebsite } from '../__testUtils__/fixtures';
import { expectNoViolations } from '../__testUtils__/expectNoViolations';
import { healthy, renderOnEntityPage } from '../__testUtils__/renderOnEntityPage';

describe('Insights tab', () => {
  it('shows the three sections of one period', async () => {
    const user = userEvent.setup();
    const { asked } = renderOnEntityPage([insightsEntityContent]);
    expect(await screen.findByRole('heading', { name: 'Usage', level: 2 })).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'Adoption', level: 2 })).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'Failures', level: 2 })).toBeInTheDocument();
    expect(await screen.findByText('6.91M')).toBeInTheDocument();
    expect(asked.map(({ insight }) => insight)).toEqual(['usage', 'adoption', 'failures']);
    await expectNoViolations(document.body);

    await user.click(screen.getByRole('button', { name: /Period/ }));
    await user.click(await screen.findByRole('option', { name: '7 days' }));
    await waitFor(() =>
      expect(asked.slice(3).map(({ query }) => query?.range)).toEqual(['7d', '7d', '7d']),
    );
  });

  it('reads the period from the URL, and ignores what is none', async () => {
    const ninety = renderOnEntityPage([insightsEntityContent], { path: '/?range=90d' });
    await screen.findByText('6.91M');
    expect(ninety.asked[0].query).toEqual({ range: '90d' });
    ninety.unmount();
    const odd = renderOnEntityPage([insightsEntityContent], { path: '/?range=forever' });
    await screen.findByText('6.91M');
    expect(odd.asked[0].query).toEqual({ range: '28d' });
  });

  it('moves the focus to the section that a link names', async () => {
    renderOnEntityPage([insightsEntityContent], { path: '/#failures' });
    await waitFor(() =>
      expect(screen.getByRole('heading', { name: 'Failures', level: 2 })).toHaveFocus(),
    );
  });

  it('explains how to get insights where the entity names no service', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([insightsEntityContent], {
      entity: plainWebsite,
      backend: () =>
        Promise.reject(new InsightRequestError(404, { name: 'NotFoundError', message: '' })),
    });
    expect(
      await screen.findByRole('heading', { name: 'No insights for this service yet' }),
    ).toBeInTheDocument();
    expect(screen.getByText(/service-insights\/service: plain-site/)).toBeInTheDocument();
    const copied = jest.spyOn(window.navigator.clipboard, 'writeText');
    await user.click(screen.getByRole('button', { name: 'Copy YAML' }));
    expect(copied).toHaveBeenCalledWith(
      'metadata:\n  annotations:\n    service-insights/service: plain-site\n',
    );
    await expectNoViolations(document.body);
  });

  it('shows the insights of an entity that a data set finds by its name', async () => {
    renderOnEntityPage([insightsEntityContent], { entity: plainWebsite, backend: healthy });
    expect(await screen.findByText('6.91M')).toBeInTheDocument();
  });
});
