import { readTabView } from './readTabView';
import { searchOf } from './searchOf';
import { defaultTabView, type TabView } from './TabView';
import { writeTabView } from './writeTabView';

const read = (search: string) => readTabView(new URLSearchParams(search));
const write = (view: Partial<TabView>, before = '') =>
  searchOf(writeTabView(new URLSearchParams(before), { ...defaultTabView, ...view }));

describe('view of the tab in the URL', () => {
  it('says nothing of what is usual', () => {
    expect(write({})).toBe('');
    expect(read('')).toEqual({ view: expect.objectContaining(defaultTabView), refused: [] });
  });

  it.each<[string, Partial<TabView>]>([
    ['range=90d', { days: { kind: 'preset', range: '90d' } }],
    [
      'from=2026-02-01&to=2026-02-09',
      { days: { kind: 'custom', from: '2026-02-01', to: '2026-02-09' } },
    ],
    ['compare=year', { compare: 'year' }],
    ['region=eu-west-1,us-east-1', { regions: ['eu-west-1', 'us-east-1'] }],
    ['op=Get+Order&op=Put', { operations: ['Get Order', 'Put'] }],
    ['grain=week', { grain: 'week' }],
    ['retention=unbounded&trend=3', { retention: { kind: 'unbounded', trend: 3 } }],
    ['customer=a%26b', { customer: 'a&b' }],
    ['outcome=throttled', { outcome: 'throttled' }],
    ['dataset=legacy', { dataset: 'legacy' }],
    ['view=table', { layout: 'table' }],
    ['view=report', { layout: 'report' }],
    ['measure=customers', { measure: 'customers' }],
  ])('reads and writes %s', (search, view) => {
    expect(write(view)).toBe(search);
    expect(read(search)).toEqual({ view: expect.objectContaining(view), refused: [] });
  });

  it('leaves the keys of others alone', () => {
    expect(write({ compare: 'none' }, 'inspect=&range=7d')).toBe('inspect=&compare=none');
  });

  it('keeps the operations of a link that names a customer as well', () => {
    const { view, refused } = read('op=Put&customer=acct+1');
    expect(view).toMatchObject({ operations: ['Put'], customer: undefined });
    expect(refused).toEqual([{ key: 'customer', value: 'acct 1' }]);
  });

  it.each([
    ['range=forever', { key: 'range', value: 'forever' }],
    ['compare=never', { key: 'compare', value: 'never' }],
    ['grain=blink', { key: 'grain', value: 'blink' }],
    ['outcome=ok', { key: 'outcome', value: 'ok' }],
    ['view=cinema', { key: 'view', value: 'cinema' }],
    ['from=2026-02-30&to=2026-03-01', { key: 'from', value: '2026-02-30' }],
    ['from=2026-03-02&to=2026-03-01', { key: 'to', value: '2026-03-01' }],
    ['from=2026-03-02', { key: 'to', value: '' }],
  ])('falls back from %s and says so', (search, refused) => {
    expect(read(search)).toEqual({
      view: expect.objectContaining(defaultTabView),
      refused: [refused],
    });
  });
});
