import type { InsightId } from 'backstage-plugin-service-insights-common';
import { adoption, nameCustomers } from './adoption';
import { failures } from './failures';
import type { InsightContext } from './InsightContext';
import { overview } from './overview';
import { usage } from './usage';

/** Looks up the names of customers. */
export type CustomerNames = (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;

/**
 * The data of an insight as JSON text, without its subject: that depends on the entity, the rest on the service alone.
 */
export async function insightBody(
  insight: InsightId,
  context: InsightContext,
  namesOf: CustomerNames,
): Promise<string> {
  switch (insight) {
    case 'overview':
      return JSON.stringify(overview(context));
    case 'usage':
      return JSON.stringify(usage(context));
    case 'failures':
      return JSON.stringify(failures(context));
    case 'adoption': {
      const unnamed = adoption(context);
      const ids = [...unnamed.newest, ...unnamed.goneQuiet].map(({ id }) => id);
      return JSON.stringify(nameCustomers(unnamed, await namesOf(ids)));
    }
    default:
      throw new Error(`There is no insight ${insight satisfies never}`);
  }
}
