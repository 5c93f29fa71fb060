import type { ExportTable } from './ExportTable';

/** Writes a table for chats and pull requests. */
export function toMarkdown({ columns, rows }: ExportTable, title: string): string {
  const line = (cells: readonly unknown[]) =>
    `| ${cells.map(cell => escape(cell === null ? '–' : String(cell))).join(' | ')} |`;
  return [
    `**${escape(title)}**`,
    '',
    line(columns),
    `| ${columns.map(() => '---').join(' | ')} |`,
    ...rows.map(line),
    '',
  ].join('\n');
}

function escape(text: string): string {
  return text.replace(/[\\|*_`<>[\]]/g, sign => `\\${sign}`).replace(/\s+/g, ' ');
}
