import { ButtonIcon, DialogTrigger, Popover } from '@backstage/ui';
import { RiQuestionLine } from '@remixicon/react';
import { useWords } from '../translation/useWords';
import { Definition } from './Definition';
import styles from './Definition.module.css';
import type { DefinedMetric } from './definedMetrics';

/** All definitions of a card behind one button, for cards whose figures are links themselves. */
export function DefinitionsButton(props: { metrics: readonly DefinedMetric[] }) {
  const { t } = useWords();
  return (
    <DialogTrigger>
      <ButtonIcon
        size="small"
        variant="tertiary"
        icon={<RiQuestionLine size={16} />}
        aria-label={t('card.definitions')}
      />
      <Popover>
        <div className={styles.list}>
          {props.metrics.map(metric => (
            <Definition key={metric} metric={metric} />
          ))}
        </div>
      </Popover>
    </DialogTrigger>
  );
}
