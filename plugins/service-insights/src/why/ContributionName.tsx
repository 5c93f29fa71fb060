import type { AssociatedCause } from 'backstage-plugin-service-insights-common';
import { NarrowButton } from '../parts/NarrowButton';
import { useWords } from '../translation/useWords';

/** What contributes, by its name; the tab can be narrowed to it where there is such a filter. */
export function ContributionName(props: {
  dimension: AssociatedCause['dimensions'][number];
  name: string;
}) {
  const { dimension, name } = props;
  const { t } = useWords();
  if (name === '') return <>{t('why.unnamed')}</>;
  if (dimension === 'error') return <>{name}</>;
  return <NarrowButton name={name} by={{ [dimension]: name }} />;
}
