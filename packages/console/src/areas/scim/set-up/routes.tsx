import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { orgAdminRoute } from '../../../routes.tsx';
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

export const setUpRoutes = [setUpRoute] as const;
