import { Select } from '@backstage/ui';
import { useWords, type Words } from '../translation/useWords';
import { periods, type ShownPeriod } from './periods';

/** Chooses the period of a card. */
export function PeriodSelect(props: { value: ShownPeriod; onChange(period: ShownPeriod): void }) {
  const words = useWords();
  return (
    <Select
      aria-label={words.t('card.period')}
      size="small"
      options={periods.map(period => ({ value: period, label: nameOf(period, words) }))}
      value={props.value}
      onChange={key => {
        const chosen = periods.find(period => period === key);
        if (chosen) props.onChange(chosen);
      }}
    />
  );
}

function nameOf(period: ShownPeriod, { t }: Words): string {
  return t('card.days', { count: Number.parseInt(period, 10) });
}
