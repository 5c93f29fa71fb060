import { Select } from '@backstage/ui';
import { useWords } from '../translation/useWords';
import { failureOf, failureOutcomes, type FailureOutcome } from './FailureOutcome';

/** No choice as an option: an option must have a name. */
const all = '*';

/** Narrows the failures to one outcome. */
export function OutcomeSelect(props: {
  value: FailureOutcome | undefined;
  onChange(outcome: FailureOutcome | undefined): void;
}) {
  const { t } = useWords();
  return (
    <Select
      aria-label={t('failures.outcome')}
      size="small"
      options={[
        { value: all, label: t('failures.allOutcomes') },
        ...failureOutcomes.map(value => ({ value, label: t(`outcome.${value}`) })),
      ]}
      value={props.value ?? all}
      onChange={key => props.onChange(failureOf(key))}
    />
  );
}
