import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router-dom';

/**
 * Moves the view and the focus to a heading when the URL names it, also when a link inside the app led here: the
 * browser does so only for pages it loads itself.
 */
export function useAnchor<E extends HTMLElement>(id: string) {
  const heading = useRef<E>(null);
  const { hash, key } = useLocation();
  useEffect(() => {
    if (hash !== `#${id}`) return;
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView?.({ block: 'start' });
  }, [hash, key, id]);
  return heading;
}
