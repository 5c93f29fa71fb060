import { Select } from '@backstage/ui';
import { useWords } from '../translation/useWords';
import { periods, type ShownPeriod } from './periods';
import { presetName } from './presetName';

/** Chooses the period of a card. */
export function PeriodSelect(props: { value: ShownPeriod; onChange(period: ShownPeriod): void }) {
  const words = useWords();
  return (
    <Select
      aria-label={words.t('card.period')}
      size="small"
      options={periods.map(period => ({ value: period, label: presetName(period, words) }))}
      value={props.value}
      onChange={key => {
        const chosen = periods.find(period => period === key);
        if (chosen) props.onChange(chosen);
      }}
    />
  );
}
