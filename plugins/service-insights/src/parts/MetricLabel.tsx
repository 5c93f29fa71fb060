import { Button, DialogTrigger, Popover } from '@backstage/ui';
import { useWords } from '../translation/useWords';
import { Definition } from './Definition';
import styles from './Definition.module.css';
import type { DefinedMetric } from './definedMetrics';

/** The name of a metric, with its definition behind it. */
export function MetricLabel(props: { metric: DefinedMetric }) {
  const { t } = useWords();
  return (
    <DialogTrigger>
      <Button size="small" variant="tertiary" className={styles.label} data-words>
        {t(`definition.${props.metric}.name`)}
      </Button>
      <Popover>
        <Definition metric={props.metric} />
      </Popover>
    </DialogTrigger>
  );
}
