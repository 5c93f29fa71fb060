import type { RootLoggerService } from '@backstage/backend-plugin-api';

/** Says what somebody at a terminal must know, and leaves standard output to the answer. */
export function stderrLogger(): RootLoggerService {
  const say = (level: string, message: string) => process.stderr.write(`${level}: ${message}\n`);
  const logger: RootLoggerService = {
    error: message => void say('error', message),
    warn: message => void say('warning', message),
    info: () => {},
    debug: () => {},
    child: () => logger,
  };
  return logger;
}
