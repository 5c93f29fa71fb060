import type { LoggerService } from '@backstage/backend-plugin-api';
import type { DayStore } from '../publish/DayStore';

const everyMs = 60_000;

/** Sees on every replica within a minute that customers were erased on another one, and lets go of their keys. */
export class ErasureWatch {
  readonly #days: DayStore;
  readonly #logger: LoggerService;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { days: DayStore; logger: LoggerService }) {
    this.#days = options.days;
    this.#logger = options.logger;
  }

  start(): void {
    this.#timer = setInterval(async () => {
      try {
        await this.#days.forgetErased();
      } catch (error) {
        this.#logger.warn(`Erased customers cannot be looked for: ${error}`);
      }
    }, everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
