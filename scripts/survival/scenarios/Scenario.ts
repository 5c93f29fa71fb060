import type { Programs } from '../bundle';
import type { Promised, Violation } from '../checks/Violation';
import type { DatabaseServer } from '../world/DatabaseServer';

/** What scenarios are played with. */
export type Stage = { programs: Programs; server: DatabaseServer; seed: number };

/** Something that was held against what happened. */
export type Check = { name: string; ok: boolean; details: readonly string[] };

/** What a scenario came to. */
export type ScenarioResult = {
  scenario: string;
  checks: readonly Check[];
  figures: Readonly<Record<string, number | string>>;
};

const mostDetails = 8;

/** One check for each promise: kept when there is no violation of it. */
export function checksOf(
  promises: Readonly<Record<Promised, string>>,
  violations: readonly Violation[],
): Check[] {
  return Object.entries(promises).map(([promise, name]) => {
    const broken = violations.filter(violation => violation.promise === promise);
    const more = broken.length > mostDetails ? [`… and ${broken.length - mostDetails} more`] : [];
    return {
      name,
      ok: broken.length === 0,
      details: [...broken.slice(0, mostDetails).map(({ what }) => what), ...more],
    };
  });
}
