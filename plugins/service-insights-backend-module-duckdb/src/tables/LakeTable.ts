import { createHash } from 'node:crypto';
import { EngineError } from 'backstage-plugin-service-insights-node';
import type { PartOptions } from '../config/tableOptions';
import type { Ask, FileColumn } from '../formats/FileFormat';
import { described } from '../formats/described';
import type { LakeFile } from './lakeFiles';
import { TablePart, type WantedPartition } from './TablePart';

/** What there is to read of a table. */
export type TableContent = {
  select: string;
  /** The sizes of the files that are read, added up. */
  bytes: number;
  malformedEvents: number;
};

/** A table over files: one part, or several united by the names of their columns. */
export class LakeTable {
  readonly name: string;
  readonly #parts: readonly TablePart[];
  readonly #formats: readonly PartOptions['format'][];

  constructor(name: string, options: { directory: string; parts: readonly PartOptions[] }) {
    this.name = name;
    this.#parts = options.parts.map(part => new TablePart(options.directory, part));
    this.#formats = options.parts.map(part => part.format);
  }

  /** How a column divides the table; not at all when only some of its parts have it as a partition. */
  partitionedBy(column: string): 'files' | 'rows' | undefined {
    const kinds = new Set(this.#parts.map(part => part.partitionedBy(column)));
    if (kinds.has(undefined)) return undefined;
    return kinds.has('rows') ? 'rows' : 'files';
  }

  /** The columns, those of the partitions included. */
  async columns(ask: Ask): Promise<FileColumn[]> {
    return described(ask, this.#united(await inOrder(this.#parts, part => part.empty(ask))));
  }

  /** What there is to read, as the files are now. */
  async content(ask: Ask, wanted: WantedPartition | undefined): Promise<TableContent> {
    const contents = await inOrder(this.#parts, part => part.content(ask, wanted));
    const files = new Map(contents.flatMap(({ files: all }) => all.map(file => [file.path, file])));
    return {
      select: this.#united(contents.map(content => content.select)),
      bytes: [...files.values()].reduce((sum, file) => sum + file.bytes, 0),
      malformedEvents: contents.reduce((sum, content) => sum + content.malformedEvents, 0),
    };
  }

  /** The files as they are now, with the format they are read in. */
  async files(): Promise<{ format: PartOptions['format']; file: LakeFile }[]> {
    const files = await inOrder(this.#parts, part => part.files());
    return files.flatMap((all, i) => all.map(file => ({ format: this.#formats[i], file })));
  }

  /** For each value of a partition that files tell, a text that differs when one of its files does. */
  async fingerprints(wanted: WantedPartition): Promise<Map<string, string>> {
    const byValue = new Map<string, string[]>();
    for (const part of this.#parts) {
      for (const { partition, fingerprint } of await part.files(wanted)) {
        const value = partition[wanted.column];
        if (value) byValue.set(value, [...(byValue.get(value) ?? []), fingerprint]);
      }
    }
    return new Map([...byValue].map(([value, files]) => [value, digest(files)]));
  }

  /** A text that differs when any file does; nothing when there are no files. */
  async fingerprint(): Promise<string | undefined> {
    const files = await inOrder(this.#parts, part => part.files());
    const all = files.flat().map(file => file.fingerprint);
    return all.length > 0 ? digest(all) : undefined;
  }

  #united(parts: readonly (string | undefined)[]): string {
    const selects = parts.flatMap(select => select ?? []);
    if (selects.length === 0) {
      throw new EngineError({
        class: 'operator',
        code: 'COLUMNS_UNKNOWN',
        message: `The table ${this.name} has no file yet that would tell its columns: declare them in the engine's configuration`,
      });
    }
    return selects.length === 1
      ? selects[0]
      : selects.map(select => `(${select})`).join(' UNION ALL BY NAME ');
  }
}

function digest(fingerprints: readonly string[]): string {
  return createHash('sha256')
    .update([...fingerprints].sort().join('\n'))
    .digest('hex')
    .slice(0, 32);
}

/** One after the other: they share a connection. */
async function inOrder<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
