import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** What the configuration says to the plugin itself; engines are read by their modules. */
export type Settings = {
  /** Paths and globs of definitions. */
  definitions: string[];
  defaultEngine: string | undefined;
  hashKey: string | undefined;
  /** Milliseconds since 1970: the system's clock, or the instant the configuration stops it at. */
  clock: () => number;
};

/**
 * Reads `serviceInsights`.
 *
 * @throws InputError when `asOf` is no instant
 */
export function readSettings(config: Config): Settings {
  const settings = config.getOptionalConfig('serviceInsights');
  return {
    definitions: settings?.getOptionalStringArray('definitions') ?? [],
    defaultEngine: settings?.getOptionalString('defaultEngine'),
    hashKey: settings?.getOptionalString('customers.hashKey'),
    clock: clockOf(settings?.getOptionalString('asOf')),
  };
}

function clockOf(asOf: string | undefined): () => number {
  if (asOf === undefined) return Date.now;
  const instantMs = Date.parse(asOf);
  if (Number.isNaN(instantMs)) {
    throw new InputError(
      `Invalid configuration at serviceInsights.asOf: '${asOf}' is not an instant as 2026-03-14T00:00:00Z`,
    );
  }
  return () => instantMs;
}
