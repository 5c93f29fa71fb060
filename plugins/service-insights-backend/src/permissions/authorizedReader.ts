import type {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Knex } from 'knex';
import type { Budgets } from '../budget/Budgets';
import type { Datasets } from '../definitions/LoadedDataset';
import { DatabaseRollupStore } from '../read/DatabaseRollupStore';
import type { Caller, InsightReader } from '../read/InsightReader';
import { RollupInsightReader } from '../read/RollupInsightReader';
import { AuthorizedInsightReader } from './AuthorizedInsightReader';
import { CatalogEntities } from './CatalogEntities';

/** What reading insights takes. */
export type AuthorizedReaderOptions = {
  auth: AuthService;
  permissions: PermissionsService;
  catalog: CatalogService;
  knex: Knex;
  datasets: Datasets;
  budgets: Pick<Budgets, 'pauseOf'>;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Called when someone who may looks at a dataset. Never waited for. */
  onVisit: (datasetId: string) => void;
};

/** The authorised reader over the portal's database, and what makes a caller of credentials. */
export function authorizedReader(options: AuthorizedReaderOptions): {
  reader: InsightReader;
  callerOf: (credentials: BackstageCredentials) => Caller;
} {
  const { auth, permissions, catalog, knex, datasets, budgets, now, onVisit } = options;
  const entitiesOf = (credentials: BackstageCredentials) =>
    new CatalogEntities(catalog, credentials, {
      byName: datasets.all().some(({ definition }) => definition.mapping === 'name'),
    });
  const reader = new RollupInsightReader({
    store: new DatabaseRollupStore(knex),
    datasets,
    now,
    pauseOf: dataset => budgets.pauseOf(dataset),
    onVisit,
    allEntities: async () => entitiesOf(await auth.getOwnServiceCredentials()),
  });
  return {
    reader: new AuthorizedInsightReader(reader, permissions),
    callerOf: credentials => ({ credentials, entities: entitiesOf(credentials) }),
  };
}
