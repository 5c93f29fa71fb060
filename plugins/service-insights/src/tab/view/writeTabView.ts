import { defaultTabView, type TabView } from './TabView';

/**
 * Puts a view into the parameters of a URL: readable, the defaults left out, the keys of others as they were.
 *
 * @returns new parameters
 */
export function writeTabView(before: URLSearchParams, view: TabView): URLSearchParams {
  const after = new URLSearchParams(before);
  const { days } = view;
  const values: Record<string, string | undefined> = {
    range: days.kind === 'preset' ? unless(days.range, '28d') : undefined,
    from: days.kind === 'custom' ? days.from : undefined,
    to: days.kind === 'custom' ? days.to : undefined,
    compare: unless(view.compare, defaultTabView.compare),
    region: view.regions.join(','),
    customer: view.customer,
    outcome: view.outcome,
    dataset: view.dataset,
    grain: view.grain,
    retention: unless(view.retention.kind, defaultTabView.retention.kind),
    trend: unless(String(view.retention.trend), String(defaultTabView.retention.trend)),
    view: unless(view.layout, defaultTabView.layout),
    measure: unless(view.measure, defaultTabView.measure),
  };
  for (const [key, value] of Object.entries(values)) {
    if (value) after.set(key, value);
    else after.delete(key);
  }
  after.delete('op');
  for (const operation of view.operations) after.append('op', operation);
  return after;
}

function unless(value: string, usual: string): string | undefined {
  return value === usual ? undefined : value;
}
