import type { Column } from '../config/tableOptions';
import type { Ask, FileColumn, FileFormat } from '../formats/FileFormat';
import type { LakeFile } from './lakeFiles';

/**
 * The columns of a table that does not declare them: what all of its files hold together, so that a day whose files
 * lack a column still has it. Files are looked at once; the columns only change when a new file has other ones.
 */
export class InferredColumns {
  readonly #format: FileFormat;
  #columns: readonly FileColumn[] = [];
  #seen = new Set<string>();

  constructor(format: FileFormat) {
    this.#format = format;
  }

  /**
   * @param files - the files that are about to be read, none of them empty
   * @param all - all files of the table that can be read
   */
  async of(
    ask: Ask,
    files: readonly LakeFile[],
    all: () => Promise<readonly LakeFile[]>,
  ): Promise<readonly Column[]> {
    const unseen = files.filter(file => !this.#seen.has(file.fingerprint));
    if (this.#seen.size === 0 || !(await this.#fits(ask, unseen))) {
      await this.#describe(ask, await all());
    }
    return this.#columns.map(({ name, type }) => ({ name, from: name, type }));
  }

  /** Whether files hold nothing but known columns; if so, they are remembered. */
  async #fits(ask: Ask, files: readonly LakeFile[]): Promise<boolean> {
    if (files.length === 0) return true;
    const known = new Map(this.#columns.map(column => [column.name, column.type]));
    const held = await this.#format.describe(ask, files);
    if (!held.every(column => known.get(column.name) === column.type)) return false;
    for (const file of files) this.#seen.add(file.fingerprint);
    return true;
  }

  async #describe(ask: Ask, files: readonly LakeFile[]): Promise<void> {
    this.#columns = await this.#format.describe(ask, files);
    this.#seen = new Set(files.map(file => file.fingerprint));
  }
}
