import type { Entity } from '@backstage/catalog-model';
import {
  AlertApiForwarder,
  AppRouter,
  createSpecializedApp,
  ErrorApiForwarder,
  FlatRoutes,
  type AppOptions,
} from '@backstage/core-app-api';
import {
  alertApiRef,
  createApiFactory,
  errorApiRef,
  fetchApiRef,
  type AlertMessage,
} from '@backstage/core-plugin-api';
import { CatalogEntityPage, CatalogIndexPage } from '@backstage/plugin-catalog';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { mockApis } from '@backstage/test-utils';
import { themes, UnifiedThemeProvider } from '@backstage/theme';
import { act, render } from '@testing-library/react';
import type { BatchRequestInput, BatchResult } from 'backstage-plugin-service-insights-common';
import type { ReactElement } from 'react';
import { MemoryRouter, Route } from 'react-router-dom';
import { answers } from './fixtures';
import { portfolioAnswer } from './portfolioAnswer';

const NoIcon = () => null;

/** The icons that a portal must have. */
const icons: AppOptions['icons'] = {
  'kind:api': NoIcon,
  'kind:component': NoIcon,
  'kind:domain': NoIcon,
  'kind:group': NoIcon,
  'kind:location': NoIcon,
  'kind:resource': NoIcon,
  'kind:system': NoIcon,
  'kind:template': NoIcon,
  'kind:user': NoIcon,
  brokenImage: NoIcon,
  catalog: NoIcon,
  chat: NoIcon,
  dashboard: NoIcon,
  docs: NoIcon,
  email: NoIcon,
  github: NoIcon,
  group: NoIcon,
  help: NoIcon,
  scaffolder: NoIcon,
  search: NoIcon,
  star: NoIcon,
  techdocs: NoIcon,
  unstarred: NoIcon,
  user: NoIcon,
  warning: NoIcon,
};

/** The backend as its HTTP API, with everything well. */
async function answer(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  if (String(input).includes('/v1/portfolio/')) {
    return new Response(JSON.stringify(portfolioAnswer()));
  }
  const { requests }: BatchRequestInput = JSON.parse(String(init.body));
  const results: BatchResult[] = requests.map(({ insight }) => ({
    status: 'ok',
    answer: answers[insight],
  }));
  return new Response(JSON.stringify({ results }));
}

/**
 * A portal on the classic frontend system: a catalog with one entity, whose page is as an adopter writes it.
 *
 * @returns what the backend was asked, and which alerts the app showed
 */
export async function renderInClassicApp(
  entityPage: ReactElement,
  options: { entity: Entity; path?: string; language?: string },
) {
  const { entity, path = '' } = options;
  const { kind, metadata } = entity;
  const at = `/catalog/default/${kind.toLocaleLowerCase('en-US')}/${metadata.name}${path}`;
  // The language of an app is kept from one to the next.
  window.localStorage.clear();
  const fetch = jest.fn(answer);
  const alerts: AlertMessage[] = [];
  const alertApi = new AlertApiForwarder();
  alertApi.alert$().subscribe(alert => alerts.push(alert));
  const app = createSpecializedApp({
    apis: [
      createApiFactory(alertApiRef, alertApi),
      createApiFactory(errorApiRef, new ErrorApiForwarder()),
      createApiFactory(fetchApiRef, { fetch }),
      createApiFactory(catalogApiRef, catalogApiMock({ entities: [entity] })),
      mockApis.analytics.factory(),
      mockApis.discovery.factory(),
      mockApis.permission.factory(),
      mockApis.storage.factory(),
    ],
    components: {
      Progress: () => null,
      NotFoundErrorPage: () => <>Not found</>,
      BootErrorPage: ({ error }) => <>{error.message}</>,
      ErrorBoundaryFallback: ({ error }) => <>{error?.message}</>,
      Router: ({ children }) => <MemoryRouter initialEntries={[at]}>{children}</MemoryRouter>,
    },
    icons,
    plugins: [],
    themes: [
      {
        id: 'light',
        title: 'Light',
        variant: 'light',
        Provider: ({ children }) => (
          <UnifiedThemeProvider theme={themes.light}>{children}</UnifiedThemeProvider>
        ),
      },
    ],
    configLoader: async () => [],
    __experimentalTranslations: {
      availableLanguages: ['en', 'de'],
      defaultLanguage: options.language,
    },
  });
  const Root = app.createRoot(
    <AppRouter>
      <FlatRoutes>
        <Route path="/catalog" element={<CatalogIndexPage />} />
        <Route path="/catalog/:namespace/:kind/:name" element={<CatalogEntityPage />}>
          {entityPage}
        </Route>
      </FlatRoutes>
    </AppRouter>,
  );
  await act(async () => {
    render(<Root />);
  });
  return { fetch, alerts };
}
