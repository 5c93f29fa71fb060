import type { LoggerService } from '@backstage/backend-plugin-api';

/** A logger for programs whose output is a measurement: problems go to the error output, and the rest nowhere. */
export const problemsOnly: LoggerService = {
  error: message => console.error(message),
  warn: message => console.error(message),
  info: () => {},
  debug: () => {},
  child: () => problemsOnly,
};
