import { TextField } from '@backstage/ui';
import { useState } from 'react';
import { useWords } from '../translation/useWords';

/** Takes a customer's name when it is written, not while: every step would be a question. */
export function CustomerField(props: {
  customer?: string;
  isDisabled: boolean;
  onChange(customer?: string): void;
}) {
  const { t } = useWords();
  const [text, setText] = useState(props.customer ?? '');
  const take = () => {
    const chosen = text.trim() || undefined;
    if (chosen !== props.customer) props.onChange(chosen);
  };
  return (
    <TextField
      aria-label={t('filter.customer')}
      placeholder={t('filter.allCustomers')}
      size="small"
      isDisabled={props.isDisabled}
      value={text}
      onChange={setText}
      onBlur={take}
      onKeyDown={event => {
        if (event.key === 'Enter') take();
      }}
    />
  );
}
