import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import {
  adoptionData,
  envelope,
  failuresData,
  orderApi,
  plainWebsite,
  series,
  subject,
  usageData,
} from '../__testUtils__/fixtures';
import { findCard } from '../__testUtils__/findCard';
import { expectNoViolations } from '../__testUtils__/expectNoViolations';
import { renderOnEntityPage } from '../__testUtils__/renderOnEntityPage';
import {
  adoptionEntityCard,
  failuresEntityCard,
  summaryEntityCard,
  usageEntityCard,
} from './entityCards';

/** The cards are off by default; a test asks for them as a portal does. */
const usage = usageEntityCard.override({ disabled: false });
const adoption = adoptionEntityCard.override({ disabled: false });
const failures = failuresEntityCard.override({ disabled: false });

const renderedCard = async (name: string) => within(await findCard(name));

describe('the extensions', () => {
  it('take entities that name a service, unless a portal says otherwise', () => {
    const filterOf = (config = {}) =>
      createExtensionTester(summaryEntityCard, { config }).get(
        EntityCardBlueprint.dataRefs.filterFunction,
      );
    expect(filterOf()?.(orderApi)).toBe(true);
    expect(filterOf()?.(plainWebsite)).toBe(false);
    const byName = filterOf({ filter: { kind: 'component' } });
    expect(byName?.(plainWebsite)).toBe(true);
  });

  it('are off where nobody asked for them', async () => {
    const { asked } = renderOnEntityPage([
      usageEntityCard,
      adoptionEntityCard,
      failuresEntityCard,
      summaryEntityCard,
    ]);
    expect(await screen.findByText('6.91M')).toBeInTheDocument();
    expect(asked.map(({ insight }) => insight)).toEqual(['overview']);
  });
});

describe('usage card', () => {
  it('shows the totals, the days and what is called most', async () => {
    renderOnEntityPage([usage]);
    const card = await renderedCard('Usage');
    expect(await card.findByText('6.91M')).toBeInTheDocument();
    expect(card.getByText(/One customer makes 62% of the calls/)).toBeInTheDocument();
    expect(
      card.getByText(/Up 18 percent, 1,054,345 more calls. Compared with/),
    ).toBeInTheDocument();
    const chart = await card.findByRole('figure', { name: /^Calls per day, Feb 15/ });
    expect(chart).toHaveAccessibleName(/highest 332,500 on Mar 1[0-4].*lowest 124,500 on Feb 20/);
    const operations = within(card.getByRole('table', { name: 'Most used operations' }));
    expect(operations.getByRole('row', { name: /^GetOrder 61% \+2 pp/ })).toBeInTheDocument();
    expect(operations.getByRole('row', { name: /^Other \(14\) 17%/ })).toBeInTheDocument();
    await expectNoViolations(await findCard('Usage'));
  });

  it('says the same in a table, with the running day apart and missing days named', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([usage], {
      backend: () => ({
        data: usageData({ series: series(['2026-03-05']) }),
        meta: envelope({
          inProgress: {
            day: '2026-03-15',
            asOf: '2026-03-15T09:00:00Z',
            calls: 98_000,
            serviceFaults: 0,
            callerFaults: 0,
            throttled: 0,
          },
        }),
      }),
    });
    const card = await renderedCard('Usage');
    await user.click(await card.findByRole('radio', { name: 'Table' }));
    const table = within(await card.findByRole('table', { name: /^Calls per day, / }));
    const rows = table.getAllByRole('row');
    expect(rows).toHaveLength(1 + 28 + 1);
    expect(rows[1]).toHaveAccessibleName(/^Feb 15(, \d+)? 270,000 229,500 \+18% 180/);
    expect(table.getByRole('row', { name: /^Mar 5(, \d+)? missing/ })).toBeInTheDocument();
    expect(rows[29]).toHaveAccessibleName(/^Mar 15(, \d+)? \(still running\) 98,000/);
    expect(card.queryByRole('figure')).not.toBeInTheDocument();
    await expectNoViolations(await findCard('Usage'));
  });

  it('draws customers instead of calls, and never adds them up', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([usage]);
    const card = await renderedCard('Usage');
    await user.click(await card.findByRole('radio', { name: 'Active customers' }));
    const chart = await card.findByRole('figure', { name: /^Active customers per day, / });
    expect(chart).toHaveAccessibleName(/Highest 205 on Mar 1\d.*lowest 95 on Feb 20/);
    expect(chart).not.toHaveAccessibleName(/in total/);
  });

  it('explains a metric behind its name', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([usage]);
    const card = await renderedCard('Usage');
    await user.click(await card.findByRole('button', { name: 'Median duration' }));
    const definition = await screen.findByRole('dialog', { name: 'Median duration' });
    expect(definition).toHaveTextContent('Half of the calls were faster than this.');
  });
});

describe('adoption card', () => {
  it('prints the sum that makes its chart checkable', async () => {
    renderOnEntityPage([adoption]);
    const card = await renderedCard('Adoption');
    expect(
      await card.findByText('412 = 389 + 41 new + 9 came back − 27 went quiet'),
    ).toBeInTheDocument();
    expect(await card.findByRole('figure', { name: /^Customers per week, / })).toHaveAccessibleName(
      /In the last week 303 active: 289 returning, 11 new, 3 came back; 10 went quiet/,
    );
    expect(card.getByRole('row', { name: /^acct 4417 310,400/ })).toBeInTheDocument();
    await expectNoViolations(await findCard('Adoption'));
  });

  it('says the same weeks in a table', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([adoption]);
    const card = await renderedCard('Adoption');
    await user.click(await card.findByRole('radio', { name: 'Table' }));
    const table = within(await card.findByRole('table', { name: /^Customers per week, / }));
    expect(table.getAllByRole('row')).toHaveLength(1 + 4);
    expect(table.getAllByRole('row')[4]).toHaveAccessibleName(/ 303 289 11 3 10$/);
  });

  it('calls no losses no losses, not infinity', async () => {
    const none = { value: 0, previous: null, change: { kind: 'none' } } as const;
    const noRatio = { value: null, previous: null, change: { kind: 'none' } } as const;
    renderOnEntityPage([adoption], {
      backend: () => ({
        data: adoptionData({ dormantCustomers: none, quickRatio: noRatio }),
        meta: envelope(),
      }),
    });
    expect(await screen.findByText('no losses')).toBeInTheDocument();
  });

  it('says that the data set does not know who called', async () => {
    renderOnEntityPage([adoption], {
      backend: () => ({
        data: adoptionData({
          subject: { ...subject, bound: { ...subject.bound, customer: false } },
        }),
        meta: envelope(),
      }),
    });
    expect(await screen.findByText('The data set does not say who called.')).toBeInTheDocument();
  });
});

describe('failures card', () => {
  it('keeps whose fault it was apart, and says what the change goes along with', async () => {
    renderOnEntityPage([failures]);
    const card = await renderedCard('Failures');
    expect(await card.findByText('0.42%')).toBeInTheDocument();
    expect(card.getByText('29.1K')).toBeInTheDocument();
    const drivers = within(card.getByRole('table', { name: 'What the change goes along with' }));
    expect(
      drivers.getByRole('row', { name: 'CreateOrder / eu-west-1 +5.6K 0.3% to 1.9%' }),
    ).toBeInTheDocument();
    expect(drivers.getByRole('row', { name: /^Everything else \+2.4K/ })).toBeInTheDocument();
    const errors = within(card.getByRole('table', { name: 'Top errors' }));
    expect(
      errors.getByRole('row', { name: 'TimeoutException Service fault 18,200 9,000' }),
    ).toBeInTheDocument();
    await expectNoViolations(await findCard('Failures'));
  });

  it('does not explain a change that is none', async () => {
    renderOnEntityPage([failures], {
      backend: () => ({
        data: failuresData({ drivers: { excessFailedCalls: 3, slices: [], rest: 3 } }),
        meta: envelope(),
      }),
    });
    expect(await screen.findByText('0.42%')).toBeInTheDocument();
    expect(screen.queryByText('What the change goes along with')).not.toBeInTheDocument();
  });
});

describe('the cards of one page', () => {
  it('stand for themselves: what breaks in one leaves the others', async () => {
    const silenced = jest.spyOn(console, 'error').mockImplementation(() => {});
    try {
      renderOnEntityPage([usage, failures], {
        backend: ({ insight }) =>
          insight === 'usage'
            ? // A backend of another version: the card cannot draw what is not there.
              { data: { ...usageData(), operations: undefined as never }, meta: envelope() }
            : { data: failuresData(), meta: envelope() },
      });
      expect(await screen.findByText('This card could not be drawn.')).toBeInTheDocument();
      expect(await screen.findByText('0.42%')).toBeInTheDocument();
    } finally {
      silenced.mockRestore();
    }
  });
});
