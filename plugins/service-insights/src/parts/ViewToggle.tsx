import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { RiLineChartLine, RiTableLine } from '@remixicon/react';
import { useWords } from '../translation/useWords';

/** A chart, or the table with the same numbers. */
export type ChartView = 'chart' | 'table';

/** Switches a card between its chart and its table. */
export function ViewToggle(props: { value: ChartView; onChange(view: ChartView): void }) {
  const { t } = useWords();
  return (
    <ToggleButtonGroup
      aria-label={t('card.view')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[props.value]}
      onSelectionChange={keys => props.onChange(keys.has('table') ? 'table' : 'chart')}
    >
      <ToggleButton id="chart" iconStart={<RiLineChartLine size={16} />}>
        {t('card.chart')}
      </ToggleButton>
      <ToggleButton id="table" iconStart={<RiTableLine size={16} />}>
        {t('card.table')}
      </ToggleButton>
    </ToggleButtonGroup>
  );
}
