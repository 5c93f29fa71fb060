import type { Subject } from 'backstage-plugin-service-insights-common';
import type { ReactNode } from 'react';
import { useWords } from '../translation/useWords';
import section from './section.module.css';

/**
 * Says which filter a section cannot honour, instead of ignoring it: greyed as a whole when its main part is without an
 * answer, with a line above what is left when only other parts are.
 *
 * @param part - the part of the answer without which the section says nothing
 */
export function NotFiltered(props: { subject: Subject; part: string; children: ReactNode }) {
  const { subject, part, children } = props;
  const { t, format } = useWords();
  const { notFiltered } = subject;
  if (notFiltered.length === 0) return <>{children}</>;
  const filters = [...new Set(notFiltered.map(({ filter }) => filter))];
  const names = format.list(filters.map(filter => t(`filter.${filter}`)));
  const isWhole = notFiltered.some(entry => entry.part === part);
  return (
    <>
      <p className={section.muted} role="note">
        {t(isWhole ? 'filter.notHonoured' : 'filter.partlyHonoured', { filters: names })}
      </p>
      {!isWhole && children}
    </>
  );
}
