import { Button } from '@backstage/ui';
import { useWords } from '../translation/useWords';
import styles from './NarrowButton.module.css';
import { useNarrow, type Narrowing } from './SectionChoices';

/** A name that narrows the whole tab to itself; plain words where there is no tab. */
export function NarrowButton(props: { name: string; by: Narrowing }) {
  const { t } = useWords();
  const narrow = useNarrow();
  if (!narrow) return <>{props.name}</>;
  return (
    <Button
      size="small"
      variant="tertiary"
      className={styles.button}
      aria-label={t('filter.only', { name: props.name })}
      onPress={() => narrow(props.by)}
    >
      {props.name}
    </Button>
  );
}
