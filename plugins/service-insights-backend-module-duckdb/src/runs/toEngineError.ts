import { EngineError } from 'backstage-plugin-service-insights-node';
import { SqlRefused } from 'service-insights-trino-sql';
import { messageOf } from './messageOf';

/**
 * Says in words that may be shown what went wrong: no path, no SQL, no value of the data. What DuckDB said is the cause.
 */
export function toEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  if (error instanceof SqlRefused) {
    return new EngineError(
      { class: 'definition', code: 'SQL_REFUSED', message: error.message },
      error,
    );
  }
  const text = messageOf(error);
  const kind = /^([A-Z][\w ]*?) Error: /i.exec(text)?.[1];
  switch (kind) {
    case 'Binder':
    case 'Catalog':
    case 'Parser':
    case 'Syntax':
    case 'Not implemented':
      return new EngineError(
        { class: 'definition', code: 'SQL_INVALID', message: firstLines(text) },
        error,
      );
    case 'Conversion':
    case 'Out of Range':
    case 'Mismatch Type':
    case 'Invalid Input':
    case 'Constraint':
      return new EngineError(
        {
          class: 'definition',
          code: 'VALUE_INVALID',
          message:
            'A value of the table does not fit what the definition does with it: a cast, a division by zero or a number out of range',
        },
        error,
      );
    case 'Out of Memory':
      return new EngineError(
        {
          class: 'operator',
          code: 'OUT_OF_MEMORY',
          message: "The run needs more memory than the engine's memoryLimit allows",
        },
        error,
      );
    case 'Permission':
      return new EngineError(
        {
          class: 'operator',
          code: 'NOT_ALLOWED',
          message: "The run reaches for something outside of the engine's folder",
        },
        error,
      );
    case 'IO':
      return new EngineError(
        {
          class: 'transient',
          code: 'FILE_UNREADABLE',
          message:
            'A file of the table could not be read; it may be incomplete or may have vanished',
        },
        error,
      );
    default:
      return new EngineError(
        { class: 'transient', code: 'ENGINE_FAILED', message: 'The engine failed to run it' },
        error,
      );
  }
}

/** What DuckDB says of a name or type, without the SQL it quotes below, and without paths. */
function firstLines(text: string): string {
  const missing =
    /olumn "([^"]+)" (?:not found in FROM clause|referenced that exists in the SELECT)/.exec(text);
  if (missing) return `No table of the statement has a column "${missing[1]}"`;
  return text
    .split(/\n\s*\n?LINE \d+:/)[0]
    .replace(/(?:"|')?\/[^\s"']+(?:"|')?/g, 'a file')
    .replace(/\s*\n\s*/g, ' ')
    .slice(0, 500);
}
