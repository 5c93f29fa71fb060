import { useRef } from 'react';

/** Keeps an object while its content is the same, so that an equal question is asked once. */
export function useSame<T>(value: T): T {
  const kept = useRef(value);
  if (JSON.stringify(kept.current) !== JSON.stringify(value)) kept.current = value;
  return kept.current;
}
