import type { InsightId } from 'backstage-plugin-service-insights-common';
import { adoption, nameCustomers } from './adoption';
import { changes } from './changes';
import { failures } from './failures';
import type { InsightContext } from './InsightContext';
import { latency } from './latency';
import { overview } from './overview';
import { quietCustomers } from './quietCustomers';
import { retention } from './retention';
import { usage } from './usage';
import { failureWhy } from './why/failureWhy';
import { customersIn, nameFailures, nameUsage } from './why/nameCauses';
import { usageWhy } from './why/usageWhy';

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
  return JSON.stringify(await bodyOf(insight, context, namesOf));
}

async function bodyOf(
  insight: InsightId,
  context: InsightContext,
  namesOf: CustomerNames,
): Promise<object> {
  switch (insight) {
    case 'overview':
      return overview(context);
    case 'usage': {
      const why = usageWhy(context);
      return { ...usage(context), why: nameUsage(why, await namesOf(customersIn(why))) };
    }
    case 'failures': {
      const why = failureWhy(context);
      return { ...failures(context), why: nameFailures(why, await namesOf(customersIn(why))) };
    }
    case 'adoption': {
      const unnamed = adoption(context);
      const ids = [...unnamed.newest, ...unnamed.goneQuiet].map(({ id }) => id);
      return nameCustomers(unnamed, await namesOf(ids));
    }
    case 'retention':
      return retention(context);
    case 'latency':
      return latency(context);
    case 'changes': {
      const quiet = quietCustomers(context);
      return changes(context, quiet, await namesOf(quiet.map(({ id }) => id)));
    }
    default:
      throw new Error(`There is no insight ${insight satisfies never}`);
  }
}
