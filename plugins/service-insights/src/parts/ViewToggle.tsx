import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { RiLineChartLine, RiTableLine } from '@remixicon/react';
import { useWords } from '../translation/useWords';
import styles from './ViewToggle.module.css';

/** A chart, the table with the same numbers, or on paper both. */
export type ChartView = 'chart' | 'table' | 'report';

/** Switches a card between its chart and its table. */
export function ViewToggle(props: { value: ChartView; onChange(view: 'chart' | 'table'): void }) {
  const { t } = useWords();
  return (
    <ToggleButtonGroup
      aria-label={t('card.view')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[props.value === 'table' ? 'table' : 'chart']}
      onSelectionChange={keys => props.onChange(keys.has('table') ? 'table' : 'chart')}
    >
      <ToggleButton
        id="chart"
        iconStart={<RiLineChartLine size={16} />}
        aria-label={t('card.chart')}
      >
        <span className={styles.label}>{t('card.chart')}</span>
      </ToggleButton>
      <ToggleButton id="table" iconStart={<RiTableLine size={16} />} aria-label={t('card.table')}>
        <span className={styles.label}>{t('card.table')}</span>
      </ToggleButton>
    </ToggleButtonGroup>
  );
}
