import { EngineError } from 'backstage-plugin-service-insights-node';
import { parse } from 'csv-parse';
import type { Readable } from 'node:stream';

const batchRows = 2_000;

type Cells = (string | undefined)[];

/**
 * The rows of a result file without its header. Athena quotes every value and writes nothing at all for NULL, which is
 * all that tells NULL from an empty text.
 *
 * @param file - the bytes of `<id>.csv`, and how many there must be
 * @param columns - the names that its header must have
 * @throws EngineError when the file is another or not whole: nothing may be published from half a file
 */
export async function* readResultFile(
  file: { stream: Readable; bytes: number },
  columns: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Cells[]> {
  const { stream } = file;
  const parser = stream.pipe(parse({ cast: (text, { quoting }) => (quoting ? text : undefined) }));
  stream.on('error', error => parser.destroy(error));
  const abort = () => stream.destroy(new Error('reading the result was aborted'));
  signal?.addEventListener('abort', abort, { once: true });
  let header: Cells | undefined;
  let batch: Cells[] = [];
  try {
    for await (const cells of parser) {
      if (header === undefined) {
        header = cells;
        if (!isSame(cells, columns)) throw new Error('the header names other columns');
      } else {
        batch.push(cells);
      }
      if (batch.length === batchRows) {
        yield batch;
        batch = [];
      }
    }
    if (header === undefined || parser.info.bytes !== file.bytes) {
      throw new Error('the file has another length');
    }
  } catch (error) {
    throw new EngineError(
      { class: 'transient', code: 'INVALID_RESULT', message: 'The result file is not whole.' },
      error,
    );
  } finally {
    signal?.removeEventListener('abort', abort);
    stream.destroy();
  }
  yield batch;
}

function isSame(cells: Cells, names: readonly string[]): boolean {
  return cells.length === names.length && cells.every((text, i) => text === names[i]);
}
