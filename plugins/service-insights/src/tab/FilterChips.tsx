import { Tag, TagGroup } from '@backstage/ui';
import { useWords } from '../translation/useWords';
import type { TabView } from './view/TabView';
import type { TabChoices } from './view/useTabView';

type Chip = { id: string; text: string; without: Partial<TabView> };

/** What the tab is narrowed to, each removable. */
export function FilterChips(props: { choices: TabChoices }) {
  const { view, filter } = props.choices;
  const { t } = useWords();
  const { regions, operations, customer, outcome } = view;
  const chips: Chip[] = [
    ...regions.map(name => ({
      id: `region/${name}`,
      text: t('filter.chip', { what: t('filter.region'), name }),
      without: { regions: regions.filter(other => other !== name) },
    })),
    ...operations.map(name => ({
      id: `operation/${name}`,
      text: t('filter.chip', { what: t('filter.operation'), name }),
      without: { operations: operations.filter(other => other !== name) },
    })),
  ];
  if (customer) {
    chips.push({
      id: 'customer',
      text: t('filter.chip', { what: t('filter.customer'), name: customer }),
      without: { customer: undefined },
    });
  }
  if (outcome) {
    chips.push({
      id: 'outcome',
      text: t('filter.chip', { what: t('filter.outcome'), name: t(`outcome.${outcome}`) }),
      without: { outcome: undefined },
    });
  }
  if (chips.length === 0) return null;
  return (
    <TagGroup
      aria-label={t('filter.active')}
      onRemove={ids => {
        const removed = chips.filter(({ id }) => ids.has(id));
        filter(Object.assign({}, ...removed.map(({ without }) => without)));
      }}
    >
      {chips.map(({ id, text }) => (
        <Tag key={id} id={id} textValue={text} size="small">
          {text}
        </Tag>
      ))}
    </TagGroup>
  );
}
