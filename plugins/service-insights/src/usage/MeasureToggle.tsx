import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useWords } from '../translation/useWords';

/** What the usage chart counts. */
export type Measure = 'calls' | 'customers';

/** Switches the chart between calls and customers: many calls of few are not many customers. */
export function MeasureToggle(props: { value: Measure; onChange(measure: Measure): void }) {
  const { t } = useWords();
  return (
    <ToggleButtonGroup
      aria-label={t('usage.measure')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[props.value]}
      onSelectionChange={keys => props.onChange(keys.has('customers') ? 'customers' : 'calls')}
    >
      <ToggleButton id="calls">{t('usage.calls')}</ToggleButton>
      <ToggleButton id="customers">{t('usage.customers')}</ToggleButton>
    </ToggleButtonGroup>
  );
}
