import { useEffect, useState } from 'react';

/**
 * Whether the reader has sent a tooltip away with Esc, wherever the focus is: a tooltip under the pointer covers what
 * is below it.
 *
 * @returns whether it is gone, and what lets it come back
 */
export function useDismissal(): [boolean, () => void] {
  const [isDismissed, setDismissed] = useState(false);
  useEffect(() => {
    const dismiss = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setDismissed(true);
    };
    document.addEventListener('keydown', dismiss);
    return () => document.removeEventListener('keydown', dismiss);
  }, []);
  return [isDismissed, () => setDismissed(false)];
}
