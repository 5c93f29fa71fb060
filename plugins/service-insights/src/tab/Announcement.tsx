import { VisuallyHidden } from '@backstage/ui';
import { useEffect, useRef, useState } from 'react';
import { useSame } from '../parts/useSame';
import { useWords } from '../translation/useWords';
import { describeFilters } from './view/describeFilters';
import type { TabView } from './view/TabView';

/** Tells whoever listens what the tab is filtered by, each time that changes: also when "back" undid it. */
export function Announcement({ view }: { view: TabView }) {
  const { days, compare, regions, operations, customer, outcome, grain, dataset } = view;
  const filters = useSame({
    days,
    compare,
    regions,
    operations,
    customer,
    outcome,
    grain,
    dataset,
  });
  const words = useWords();
  const text = describeFilters(view, words);
  const said = useRef(filters);
  const [announced, announce] = useState('');
  useEffect(() => {
    if (said.current === filters) return;
    said.current = filters;
    announce(text);
  }, [filters, text]);
  return <VisuallyHidden role="status">{announced}</VisuallyHidden>;
}
