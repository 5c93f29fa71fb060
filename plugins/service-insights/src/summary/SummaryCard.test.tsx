import { screen } from '@testing-library/react';
import { summaryEntityCard } from '../extensions/entityCards';
import { plainWebsite } from '../testing/fixtures';
import { renderOnEntityPage } from '../testing/renderOnEntityPage';

describe('summary card', () => {
  it('says how much, by whom, and how well, each with how it moved', async () => {
    const { asked } = renderOnEntityPage([summaryEntityCard]);
    expect(await screen.findByText('6.91M calls')).toBeInTheDocument();
    expect(screen.getByText('+18% (+1.05M)')).toBeInTheDocument();
    expect(screen.getByText('412 active customers')).toBeInTheDocument();
    expect(screen.getByText('0.42% failed')).toBeInTheDocument();
    expect(screen.getByText('+0.11 pp')).toBeInTheDocument();
    expect(asked).toEqual([
      { entityRef: 'component:default/order-api', insight: 'overview', query: { range: '28d' } },
    ]);
  });

  it('is absent where the entity names no service', async () => {
    const { asked } = renderOnEntityPage([summaryEntityCard], { entity: plainWebsite });
    expect(await screen.findByTestId('empty-entity-page')).toBeInTheDocument();
    expect(asked).toEqual([]);
  });
});
