import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import { defaultPeriod, periods, type ShownPeriod } from '../parts/periods';

/** The period as the URL says it (`?range=90d`): the default is left out, and what is no period is ignored. */
export function usePeriodInUrl(): [ShownPeriod, (period: ShownPeriod) => void] {
  const [params, setParams] = useSearchParams();
  const asked = params.get('range');
  const period = periods.find(known => known === asked) ?? defaultPeriod;
  const setPeriod = useCallback(
    (chosen: ShownPeriod) =>
      setParams(before => {
        const after = new URLSearchParams(before);
        if (chosen === defaultPeriod) after.delete('range');
        else after.set('range', chosen);
        return after;
      }),
    [setParams],
  );
  return [period, setPeriod];
}
