import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { readTabView, type RefusedParameter } from './readTabView';
import { searchOf } from './searchOf';
import type { TabView } from './TabView';
import { writeTabView } from './writeTabView';

/** The choices of the tab, and how to change them. */
export type TabChoices = {
  view: TabView;
  refused: RefusedParameter[];
  /** Asks for other numbers: a step that "back" undoes. */
  filter(over: Partial<TabView>): void;
  /** Shows the same numbers in another way: no step. */
  show(over: Partial<TabView>): void;
};

/** The view of the tab as the URL has it. */
export function useTabView(): TabChoices {
  const { search } = useLocation();
  const navigate = useNavigate();
  const read = useMemo(() => readTabView(new URLSearchParams(search)), [search]);
  const go = useCallback(
    (over: Partial<TabView>, options: { replace: boolean }) => {
      const params = writeTabView(new URLSearchParams(search), { ...read.view, ...over });
      navigate({ search: searchOf(params) }, { ...options, preventScrollReset: true });
    },
    [navigate, read, search],
  );
  return useMemo(
    () => ({
      ...read,
      filter: over => go(over, { replace: false }),
      show: over => go(over, { replace: true }),
    }),
    [read, go],
  );
}
