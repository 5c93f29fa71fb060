import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter, useLocation, useNavigate } from 'react-router-dom';
import { useTabView } from './useTabView';

const wrapper = ({ children }: { children: ReactNode }) => (
  <MemoryRouter initialEntries={['/?range=7d']}>{children}</MemoryRouter>
);

describe('useTabView', () => {
  it('makes each filter a step that "back" undoes, and of how it is shown no step', () => {
    const { result } = renderHook(
      () => ({ choices: useTabView(), search: useLocation().search, go: useNavigate() }),
      { wrapper },
    );
    const back = () => act(() => result.current.go(-1));
    act(() => result.current.choices.filter({ regions: ['eu-west-1'] }));
    act(() => result.current.choices.filter({ operations: ['GetOrder'] }));
    act(() => result.current.choices.show({ layout: 'table' }));
    expect(result.current.search).toBe('?range=7d&region=eu-west-1&view=table&op=GetOrder');
    back();
    expect(result.current.search).toBe('?range=7d&region=eu-west-1');
    back();
    expect(result.current.search).toBe('?range=7d');
    expect(result.current.choices.view.regions).toEqual([]);
  });
});
