import type { RunRow } from '../database/rows';

/** A run as far as its description needs it. */
export type DescribedRun = Pick<RunRow, 'state' | 'error_class' | 'error_message'> & {
  /** When a queued run is due: ISO 8601. */
  dueAt: string;
};

/** Says in words how a run is doing, and what follows. */
export function describeRun(run: DescribedRun): string {
  switch (run.state) {
    case 'queued':
      return run.error_message === null
        ? `Waits in the queue; due at ${run.dueAt}.`
        : `Put back into the queue, due at ${run.dueAt}: ${sentence(run.error_message)}`;
    case 'starting':
      return run.error_message === null
        ? 'A worker has taken it and asks the engine to start it.'
        : `The engine is asked again, and executes it once: ${sentence(run.error_message)}`;
    case 'running':
      return 'The engine executes it.';
    case 'publishing':
      return run.error_message === null
        ? 'The engine is done; its rows are read and published.'
        : `The engine is done; its rows are read again: ${sentence(run.error_message)}`;
    case 'done':
      return 'Its day is published.';
    case 'stopping':
      return `Told to end; what it has cost is not known yet. ${sentence(run.error_message ?? '')}`.trim();
    case 'cancelled':
      return `Ended without being published. ${sentence(run.error_message ?? '')}`.trim();
    case 'failed':
      return `${sentence(run.error_message ?? 'It failed')} ${nextStep(run.error_class)}`;
    default:
      return run.state satisfies never;
  }
}

/** What happens after a failure of a class, and who can do something about it. */
export function nextStep(errorClass: string | null): string {
  switch (errorClass) {
    case 'transient':
      return 'It is tried again: three times within minutes, then every hour.';
    case 'throttled':
      return 'It is tried again when the engine has room.';
    case 'definition':
      return 'The author must change the definition; until then it is tried after 1, 2, 4, … days.';
    case 'operator':
      return 'Someone must mend a configuration or a permission; it is tried once a day and after a restart.';
    case 'budget':
      return 'It read more than a run may: raise bytesPerRun, or it is tried again the next day.';
    default:
      return 'The log says more.';
  }
}

/** A text with a full stop. */
export function sentence(text: string): string {
  return text === '' || /[.!?]$/.test(text) ? text : `${text}.`;
}
