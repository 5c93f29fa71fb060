import type { PartOptions } from '../config/tableOptions';
import { csvFormat } from './csvFormat';
import type { FileFormat } from './FileFormat';
import { jsonDocumentFormat } from './jsonDocumentFormat';
import { jsonLinesFormat } from './jsonLinesFormat';
import { parquetFormat } from './parquetFormat';
import { textFormat } from './textFormat';

/** How the files of a part are read. */
export function formatOf(part: PartOptions): FileFormat {
  switch (part.format) {
    case 'parquet':
      return parquetFormat;
    case 'jsonl':
      return jsonLinesFormat;
    case 'json':
      return jsonDocumentFormat(part.records);
    case 'csv':
      return csvFormat({
        ...part,
        names: part.header ? undefined : part.columns?.map(column => column.from),
      });
    case 'text':
      return textFormat(part);
    default:
      return part satisfies never;
  }
}
