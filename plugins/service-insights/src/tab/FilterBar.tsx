import { Button, Select } from '@backstage/ui';
import { RiPrinterLine } from '@remixicon/react';
import {
  comparisons,
  type Envelope,
  type InsightData,
} from 'backstage-plugin-service-insights-common';
import { ViewToggle } from '../parts/ViewToggle';
import { useWords } from '../translation/useWords';
import { CopyLinkMenu } from './CopyLinkMenu';
import { CustomerField } from './CustomerField';
import { DaysFilter } from './DaysFilter';
import styles from './FilterBar.module.css';
import { FilterChips } from './FilterChips';
import { chosenGrains, defaultTabView } from './view/TabView';
import type { TabChoices } from './view/useTabView';

/** What there is to choose from: known once the numbers of everything are. */
export type FilterScope = { data: InsightData['usage'] | null; meta: Envelope };

/** No choice as an option: an option must have a name. */
const all = '*';

/**
 * Every choice of the tab, side by side, and what is narrowed as chips below. What there is to choose from comes with
 * the numbers: until then its places are kept, so that nothing below moves.
 */
export function FilterBar(props: { choices: TabChoices; scope?: FilterScope }) {
  const { choices, scope } = props;
  const { view, filter, show } = choices;
  const { t } = useWords();
  const subject = scope?.data?.subject;
  const { days, compare, regions, operations, customer } = view;
  const isReset =
    days.kind === 'preset' &&
    days.range === '28d' &&
    compare === defaultTabView.compare &&
    regions.length === 0 &&
    operations.length === 0 &&
    !view.grain &&
    !view.outcome &&
    !customer;
  return (
    <div role="group" aria-label={t('filter.title')} className={styles.filters}>
      <div className={styles.bar}>
        <DaysFilter days={days} meta={scope?.meta} onChange={chosen => filter({ days: chosen })} />
        <Select
          aria-label={t('filter.compare')}
          size="small"
          options={comparisons.map(value => ({ value, label: t(`filter.${value}`) }))}
          value={compare}
          onChange={key => {
            const chosen = comparisons.find(value => value === key);
            if (chosen) filter({ compare: chosen });
          }}
        />
        <Select
          aria-label={t('filter.grain')}
          size="small"
          options={[
            { value: all, label: t('filter.grainOf.auto') },
            ...chosenGrains.map(value => ({ value, label: t(`filter.grainOf.${value}`) })),
          ]}
          value={view.grain ?? all}
          onChange={key => filter({ grain: chosenGrains.find(grain => grain === key) })}
        />
        {(!subject || (subject.bound.region && subject.regions.length + regions.length > 1)) && (
          <Select
            aria-label={t('filter.region')}
            size="small"
            isDisabled={!subject}
            selectionMode="multiple"
            placeholder={t('filter.allRegions')}
            options={optionsOf([...(subject?.regions ?? []), ...regions])}
            value={[...regions]}
            onChange={keys => filter({ regions: keys.map(String) })}
          />
        )}
        {(!subject || subject.bound.operation) && (
          <Select
            aria-label={t('filter.operation')}
            size="small"
            isDisabled={!subject}
            selectionMode="multiple"
            placeholder={t('filter.allOperations')}
            search={{ placeholder: t('filter.operation') }}
            options={optionsOf([...(subject?.operations ?? []), ...operations])}
            value={[...operations]}
            onChange={keys => filter({ operations: keys.map(String), customer: undefined })}
          />
        )}
        {(!subject || subject.bound.customer) && (
          <CustomerField
            key={customer ?? ''}
            customer={customer}
            isDisabled={!subject}
            onChange={chosen =>
              filter(chosen ? { customer: chosen, operations: [] } : { customer: undefined })
            }
          />
        )}
        {subject && subject.datasets.length > 1 && (
          <Select
            aria-label={t('filter.dataset')}
            size="small"
            options={subject.datasets.map(({ id, title }) => ({ value: id, label: title }))}
            value={view.dataset ?? subject.dataset.id}
            onChange={key =>
              filter({ dataset: key === subject.datasets[0].id ? undefined : String(key) })
            }
          />
        )}
        {!isReset && (
          <Button
            size="small"
            variant="tertiary"
            onPress={() =>
              filter({
                ...defaultTabView,
                customer: undefined,
                grain: undefined,
                outcome: undefined,
                layout: view.layout,
                measure: view.measure,
              })
            }
          >
            {t('filter.reset')}
          </Button>
        )}
        <div className={styles.end}>
          <ViewToggle value={view.layout} onChange={layout => show({ layout })} />
          <Button
            size="small"
            variant="secondary"
            iconStart={<RiPrinterLine />}
            onPress={() => filter({ layout: 'report' })}
          >
            {t('filter.print')}
          </Button>
          <CopyLinkMenu choices={choices} period={scope?.meta.period} />
        </div>
      </div>
      <FilterChips choices={choices} />
    </div>
  );
}

function optionsOf(names: readonly string[]) {
  return [...new Set(names)].sort().map(name => ({ value: name, label: name }));
}
