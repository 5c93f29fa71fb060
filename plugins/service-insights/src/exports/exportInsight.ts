import type { InsightAnswer, InsightId } from 'backstage-plugin-service-insights-common';
import { chartToPng } from './chartToPng';
import { exportTableOf } from './exportTableOf';
import { fileNameOf } from './fileNameOf';
import { saveFile } from './saveFile';
import { toCsv } from './toCsv';
import { toMarkdown } from './toMarkdown';

/** What an insight can be taken along as. */
export type ExportFormat = 'csv' | 'json' | 'markdown' | 'png';

/** What is exported, and the words around it. */
export type ExportRequest<I extends InsightId> = {
  insight: I;
  answer: InsightAnswer<I>;
  entity: string;
  title: string;
  period: string;
  footer: string;
  /** The chart on the screen, for a picture of it. */
  figure?: HTMLElement;
};

/**
 * Saves what is on the screen, or copies it as Markdown.
 *
 * @returns whether it is in a file or on the clipboard
 */
export async function exportInsight<I extends InsightId>(
  format: ExportFormat,
  request: ExportRequest<I>,
): Promise<'saved' | 'copied'> {
  const { insight, answer, entity, title, period, footer, figure } = request;
  const name = (extension: string) => fileNameOf(entity, insight, answer.meta.period, extension);
  if (format === 'json') {
    const json = `${JSON.stringify(answer, null, 2)}\n`;
    saveFile(new Blob([json], { type: 'application/json' }), name('json'));
    return 'saved';
  }
  if (format === 'png') {
    if (!figure) throw new Error('There is no chart to make a picture of');
    saveFile(
      await chartToPng(figure, { title: `${entity}: ${title}`, period, footer }),
      name('png'),
    );
    // The words for those who cannot see the picture travel with it.
    await window.navigator.clipboard.writeText(figure.getAttribute('aria-label') ?? title);
    return 'saved';
  }
  const table = exportTableOf(insight, answer);
  if (!table) throw new Error('There are no numbers to export yet');
  if (format === 'markdown') {
    const text = toMarkdown(table, `${entity}: ${title}, ${period}`);
    await window.navigator.clipboard.writeText(text);
    return 'copied';
  }
  saveFile(new Blob([toCsv(table)], { type: 'text/csv;charset=utf-8' }), name('csv'));
  return 'saved';
}
