import { EngineError } from 'backstage-plugin-service-insights-node';

/** Counts what a result holds, and stops reading one that holds more than it may: never cut short in silence. */
export class ResultCaps {
  readonly #limits: { maxRows: number; maxResultBytes: number };
  #rows = 0;
  #bytes = 0;

  constructor(limits: { maxRows: number; maxResultBytes: number }) {
    this.#limits = limits;
  }

  /** @throws EngineError of class `definition` past a cap */
  count(rows: readonly (readonly (string | undefined)[])[]): void {
    this.#rows += rows.length;
    for (const row of rows) for (const text of row) this.#bytes += text?.length ?? 0;
    const { maxRows, maxResultBytes } = this.#limits;
    if (this.#rows > maxRows) throw tooLarge(`${maxRows} rows (limits.maxRows)`);
    if (this.#bytes > maxResultBytes)
      throw tooLarge(`${maxResultBytes} bytes (limits.maxResultBytes)`);
  }
}

function tooLarge(cap: string): EngineError {
  return new EngineError({
    class: 'definition',
    code: 'RESULT_TOO_LARGE',
    message: `The result of one day is larger than ${cap}: bind fewer operations, errors or regions.`,
  });
}
