import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expectNoViolations } from '../__testUtils__/expectNoViolations';
import { renderOnEntityPage } from '../__testUtils__/renderOnEntityPage';
import { failuresEntityCard } from '../extensions/entityCards';
import { insightsEntityContent } from '../extensions/entityContent';

const failuresOfTab = async () => within(await screen.findByRole('group', { name: 'Failures' }));

describe('failures of one outcome', () => {
  it('are chosen in the legend, said, shown as a chip, and undone by the same button', async () => {
    const user = userEvent.setup();
    const { asked } = renderOnEntityPage([insightsEntityContent]);
    const failures = await failuresOfTab();
    const entry = await failures.findByRole('button', {
      name: 'Show only Caller fault',
      pressed: false,
    });
    const before = asked.length;
    entry.focus();
    await user.keyboard('{Enter}');
    expect(await failures.findByRole('figure')).toHaveAccessibleName(/Caller faults highest/);
    expect(
      failures.getByRole('button', { name: 'Show only Caller fault', pressed: true }),
    ).toHaveFocus();
    const errors = within(failures.getByRole('table', { name: 'Top errors: Caller fault' }));
    expect(errors.getByRole('row', { name: /^Conflict/ })).toBeInTheDocument();
    expect(errors.queryByRole('row', { name: /^TimeoutException/ })).not.toBeInTheDocument();
    expect(failures.getByText('3 rarer errors are not told apart by outcome.')).toBeInTheDocument();
    expect(failures.getByText(/where it failed are about service faults/)).toBeInTheDocument();
    expect(
      await screen.findByText(/^Filtered by failures of the kind Caller fault\./),
    ).toHaveAttribute('role', 'status');
    const chips = screen.getByRole('grid', { name: 'Active filters' });
    expect(within(chips).getByText('Failures: Caller fault')).toBeInTheDocument();
    // The numbers are there already.
    expect(asked).toHaveLength(before);
    await expectNoViolations(document.body);

    await user.keyboard('{Enter}');
    await waitFor(() =>
      expect(screen.queryByRole('grid', { name: 'Active filters' })).not.toBeInTheDocument(),
    );
    expect(failures.getByRole('row', { name: /^TimeoutException/ })).toBeInTheDocument();
  });

  it('are chosen in the row of an error, and removed with their chip', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([insightsEntityContent], { path: '/?view=table' });
    const failures = await failuresOfTab();
    const row = await failures.findByRole('row', { name: /^TimeoutException/ });
    await user.click(within(row).getByRole('button', { name: 'Show only Service fault' }));
    const twin = within(await failures.findByRole('table', { name: /^Calls per day by outcome/ }));
    await waitFor(() => expect(twin.getAllByRole('columnheader')).toHaveLength(3));
    expect(twin.getByRole('columnheader', { name: 'Service faults' })).toBeInTheDocument();
    const chips = screen.getByRole('grid', { name: 'Active filters' });
    await user.click(within(chips).getByRole('button'));
    await waitFor(() => expect(twin.getAllByRole('columnheader')).toHaveLength(5));
  });

  it('come from the URL, where one that is none is said', async () => {
    const { unmount } = renderOnEntityPage([insightsEntityContent], {
      path: '/?outcome=throttled',
    });
    const chosen = await (
      await failuresOfTab()
    ).findByRole('button', { name: 'Show only Throttled', pressed: true });
    expect(chosen).toBeInTheDocument();
    unmount();
    renderOnEntityPage([insightsEntityContent], { path: '/?outcome=ok' });
    expect(await screen.findByText(/outcome=ok/)).toHaveTextContent('could not be followed');
  });

  it('are the choice of the card alone, where there is no tab', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([failuresEntityCard.override({ disabled: false })]);
    const failures = await failuresOfTab();
    await user.click(await failures.findByRole('button', { name: 'Show only Throttled' }));
    expect(await failures.findByRole('figure')).toHaveAccessibleName(/Throttled highest/);
    expect(
      failures.getByText('None of the most frequent errors is of this kind: Throttled.'),
    ).toBeInTheDocument();
    expect(failures.queryByRole('table', { name: /^Top errors/ })).not.toBeInTheDocument();
  });
});

describe('a legend whose series are no filter', () => {
  it('shows one series alone, and all again', async () => {
    const user = userEvent.setup();
    const { asked } = renderOnEntityPage([insightsEntityContent]);
    const latency = within(await screen.findByRole('group', { name: 'Latency' }));
    const entry = await latency.findByRole('button', { name: 'Show only 95th percentile' });
    const before = asked.length;
    await user.click(entry);
    expect(entry).toHaveAttribute('aria-pressed', 'true');
    expect(screen.queryByRole('grid', { name: 'Active filters' })).not.toBeInTheDocument();
    await user.click(entry);
    expect(entry).toHaveAttribute('aria-pressed', 'false');
    expect(asked).toHaveLength(before);
  });
});
