/** What everybody who is signed in has. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { signedInRoute } from '../../routes.tsx';

const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  beforeLoad({ context }) {
    throw redirect({ to: context.me.orgAdmin ? '/overview' : '/my-access', replace: true });
  },
});

const myAccessRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/my-access',
  component: lazyRouteComponent(() => import('./my-access-page.tsx'), 'MyAccessPage'),
});

interface ProfileSearch {
  /** The dialog that is open. */
  readonly change?: 'password' | undefined;
}

export const profileRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/profile',
  validateSearch: ({ change }: Record<string, unknown>): ProfileSearch => ({
    change: change === 'password' ? change : undefined,
  }),
  component: lazyRouteComponent(() => import('./profile-page.tsx'), 'ProfilePage'),
});

export const ownRoutes = [homeRoute, myAccessRoute, profileRoute] as const;
