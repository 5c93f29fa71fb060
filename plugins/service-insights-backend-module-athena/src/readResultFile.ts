import { parse } from 'csv-parse';
import { EngineError } from 'backstage-plugin-service-insights-node';
import type { Readable } from 'node:stream';

const batchRows = 2_000;

/**
 * The rows of a result file without its header. Athena quotes every value and writes nothing at all for NULL, which is
 * all that tells NULL from an empty text.
 *
 * @param stream - the bytes of `<id>.csv`
 * @throws EngineError when the stream breaks: nothing may be published from half a file
 */
export async function* readResultFile(
  stream: Readable,
  signal: AbortSignal | undefined,
): AsyncGenerator<(string | undefined)[][]> {
  const parser = stream.pipe(
    parse({
      from: 2,
      cast: (text, { quoting }) => (quoting ? text : undefined),
    }),
  );
  stream.on('error', error => parser.destroy(error));
  const abort = () => stream.destroy(new Error('reading the result was aborted'));
  signal?.addEventListener('abort', abort, { once: true });
  let batch: (string | undefined)[][] = [];
  try {
    for await (const row of parser) {
      batch.push(row);
      if (batch.length === batchRows) {
        yield batch;
        batch = [];
      }
    }
  } catch (error) {
    throw new EngineError(
      { class: 'transient', code: 'INVALID_RESULT', message: 'The result file broke off.' },
      error,
    );
  } finally {
    signal?.removeEventListener('abort', abort);
    stream.destroy();
  }
  yield batch;
}
