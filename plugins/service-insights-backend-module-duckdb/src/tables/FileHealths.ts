import type { Ask, FileFormat, FileHealth } from '../formats/FileFormat';
import type { LakeFile } from './lakeFiles';

const mostRemembered = 100_000;

/** Counts malformed events, once for each state of a file. */
export class FileHealths {
  readonly #format: FileFormat;
  readonly #known = new Map<string, FileHealth>();

  constructor(format: FileFormat) {
    this.#format = format;
  }

  async of(
    ask: Ask,
    files: readonly LakeFile[],
  ): Promise<{ malformedEvents: number; unreadable: ReadonlySet<string> }> {
    if (!this.#format.examine || files.length === 0) {
      return { malformedEvents: 0, unreadable: new Set() };
    }
    // An empty file is no document and no line: nothing is wrong with it.
    const unknown = files.filter(file => !this.#known.has(file.fingerprint) && file.bytes > 0);
    if (unknown.length > 0) {
      const found = await this.#format.examine(ask, unknown);
      for (const file of unknown) this.#remember(file, found.get(file.path));
    }
    const healths = files.map(file => ({ file, health: this.#known.get(file.fingerprint) }));
    return {
      malformedEvents: healths.reduce((sum, one) => sum + (one.health?.malformedEvents ?? 0), 0),
      unreadable: new Set(healths.filter(one => one.health?.unreadable).map(one => one.file.path)),
    };
  }

  #remember(file: LakeFile, health: FileHealth = { malformedEvents: 0 }) {
    if (this.#known.size >= mostRemembered) this.#known.clear();
    this.#known.set(file.fingerprint, health);
  }
}
