import type { RootLoggerService } from '@backstage/backend-plugin-api';

/** A logger that says nothing. */
export const silent: RootLoggerService = {
  error: () => {},
  warn: () => {},
  info: () => {},
  debug: () => {},
  child: () => silent,
};
