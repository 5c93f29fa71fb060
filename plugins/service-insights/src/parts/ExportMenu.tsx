import { ButtonIcon, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiMoreLine } from '@remixicon/react';
import type { InsightAnswer, InsightId } from 'backstage-plugin-service-insights-common';
import type { RefObject } from 'react';
import type { ExportFormat } from '../exports/exportInsight';
import { useWords } from '../translation/useWords';
import { useEntityContext } from './useEntityContext';
import { useToasts } from './useToasts';

const formats = ['csv', 'json', 'markdown', 'png'] as const satisfies readonly ExportFormat[];

/** Takes what is on the screen along. What does it is loaded when it is first asked for. */
export function ExportMenu<I extends InsightId>(props: {
  insight: I;
  answer: InsightAnswer<I>;
  title: string;
  body: RefObject<HTMLElement>;
}) {
  const { insight, answer, title, body } = props;
  const { t, format } = useWords();
  const toasts = useToasts();
  const { entity } = useEntityContext();
  const { meta } = answer;
  const take = async (as: ExportFormat) => {
    try {
      const { exportInsight } = await import('../exports/exportInsight');
      const done = await exportInsight(as, {
        insight,
        answer,
        entity: entity.metadata.name,
        title,
        period: format.period(meta.period),
        footer: t('export.footer', {
          day: meta.dataThrough === null ? '–' : format.day(meta.dataThrough),
          id: meta.definition.insightId,
          version: format.exact(meta.definition.version),
        }),
        figure: body.current?.querySelector('figure') ?? undefined,
      });
      if (done === 'copied') {
        toasts.post({ title: t('export.copied'), status: 'success' });
      }
    } catch (error) {
      toasts.post({
        title: t('export.failed', { title: format.inSentence(title) }),
        description: error instanceof Error ? error.message : undefined,
        status: 'danger',
      });
    }
  };
  return (
    <MenuTrigger>
      <ButtonIcon
        size="small"
        variant="tertiary"
        icon={<RiMoreLine size={16} />}
        aria-label={t('export.menu', { title })}
      />
      <Menu>
        {formats.map(as => (
          <MenuItem key={as} id={as} onAction={() => take(as)}>
            {t(`export.${as}`)}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  );
}
