import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import type { PortalLimits } from './budget/BudgetLimits';
import type { OnShutdown } from './runs/RunWorker';
import type { RetentionSettings } from './tasks/Retention';

const dayMs = 86_400_000;

/** What the configuration says to the plugin itself; engines are read by their modules. */
export type Settings = {
  /** Paths and globs of definitions. */
  definitions: string[];
  defaultEngine: string | undefined;
  hashKey: string | undefined;
  /** What becomes of the runs engines are busy with when the portal stops. */
  onShutdown: OnShutdown;
  /** What all datasets may spend together. */
  limits: PortalLimits;
  /** Whether no run may start at all. */
  isStopped: boolean;
  /** How long things are kept that are no days. */
  keep: RetentionSettings;
  /** Milliseconds since 1970: the system's clock, or the instant the configuration stops it at. */
  clock: () => number;
};

/**
 * Reads `serviceInsights`.
 *
 * @throws InputError when `asOf` is no instant, a budget less than nothing, or a word none of those that are possible
 */
export function readSettings(config: Config): Settings {
  const settings = config.getOptionalConfig('serviceInsights');
  return {
    definitions: settings?.getOptionalStringArray('definitions') ?? [],
    defaultEngine: settings?.getOptionalString('defaultEngine'),
    hashKey: settings?.getOptionalString('customers.hashKey'),
    onShutdown: onShutdownOf(settings?.getOptionalString('runs.onShutdown')),
    limits: {
      usdPerDay: limitOf(settings, 'budget.usdPerDay'),
      usdPerMonth: limitOf(settings, 'budget.usdPerMonth'),
    },
    isStopped: settings?.getOptionalBoolean('paused') ?? false,
    keep: {
      runsMs: durationOf(settings, 'retention.runs') ?? 400 * dayMs,
      removedDatasetsMs: durationOf(settings, 'retention.removedDatasets') ?? 30 * dayMs,
    },
    clock: clockOf(settings?.getOptionalString('asOf')),
  };
}

function durationOf(settings: Config | undefined, key: string): number | undefined {
  if (!settings?.has(key)) return undefined;
  return durationToMilliseconds(readDurationFromConfig(settings, { key }));
}

function limitOf(settings: Config | undefined, key: string): number | undefined {
  const usd = settings?.getOptionalNumber(key);
  if (usd !== undefined && !(usd >= 0)) {
    throw new InputError(
      `Invalid configuration at serviceInsights.${key}: must be US dollars, not ${usd}`,
    );
  }
  return usd;
}

function onShutdownOf(text: string | undefined): OnShutdown {
  if (text === undefined || text === 'handBack') return 'handBack';
  if (text === 'stop') return 'stop';
  throw new InputError(
    `Invalid configuration at serviceInsights.runs.onShutdown: '${text}' is neither handBack nor stop`,
  );
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
