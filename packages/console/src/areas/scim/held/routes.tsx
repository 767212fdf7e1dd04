import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { orgAdminRoute } from '../../../routes.tsx';
import { readHeldSearch } from './held-types.ts';

const heldChangesRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/scim/held-changes',
  validateSearch: readHeldSearch,
  component: lazyRouteComponent(() => import('./held-changes-page.tsx'), 'HeldChangesPage'),
});

export const heldRoutes = [heldChangesRoute] as const;
