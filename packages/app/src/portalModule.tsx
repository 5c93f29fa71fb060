import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { NavContentBlueprint, SignInPageBlueprint } from '@backstage/plugin-app-react';
import { Navigation } from './Navigation';

/** Everybody is the guest, without a click. */
const signInPage = SignInPageBlueprint.make({
  params: {
    loader: async () => {
      const { ProxiedSignInPage } = await import('@backstage/core-components');
      return props => <ProxiedSignInPage {...props} provider="guest" />;
    },
  },
});

const navContent = NavContentBlueprint.make({
  params: {
    component: ({ navItems }) => <Navigation navItems={navItems} />,
  },
});

/** What the demo portal changes of the app itself. */
export const portalModule = createFrontendModule({
  pluginId: 'app',
  extensions: [signInPage, navContent],
});
