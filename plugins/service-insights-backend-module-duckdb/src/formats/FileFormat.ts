import type { LakeFile } from '../tables/lakeFiles';
import type { Column } from '../config/tableOptions';

/** Runs SQL of the engine's own on a connection that a run holds. */
export type Ask = (sql: string) => Promise<Record<string, unknown>[]>;

/** A column as files hold it. */
export type FileColumn = { name: string; type: string };

/** What is wrong in a file. */
export type FileHealth = {
  malformedEvents: number;
  /** Nothing of it can be read: it must be left out. */
  unreadable?: true;
};

/** The column that a scan adds: the path of the file a row comes from. */
export const fileColumn = '__file';

/** How files of a format are read. */
export interface FileFormat {
  /** The columns that the files hold together; without files there are only those that the format knows. */
  describe(ask: Ask, files: readonly LakeFile[]): Promise<FileColumn[]>;

  /**
   * A SELECT of the columns and {@link fileColumn} over the files: well-formed events only.
   *
   * @param options - `clean`: no file holds a malformed event
   */
  scan(
    ask: Ask,
    files: readonly LakeFile[],
    columns: readonly Column[],
    options: { clean: boolean },
  ): Promise<string>;

  /** Counts the malformed events of each file; a file without any may be missing. */
  examine?(ask: Ask, files: readonly LakeFile[]): Promise<Map<string, FileHealth>>;
}
