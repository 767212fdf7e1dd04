import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { orgAdminRoute, rootRoute } from '../../../routes.tsx';
import { textOf } from '../search.ts';

const setUpRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/scim/set-up',
  validateSearch: (search): { product?: string; connection?: string } => ({
    ...textOf(search, 'product'),
    ...textOf(search, 'connection'),
  }),
  component: lazyRouteComponent(() => import('./set-up-page.tsx'), 'SetUpPage'),
});

/** For whoever has a link: its code stands behind the #. */
const connectRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/connect',
  component: lazyRouteComponent(() => import('./connect-page.tsx'), 'ConnectPage'),
});

export const setUpRoutes = [setUpRoute] as const;
export const connectRoutes = [connectRoute] as const;
