import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { orgAdminRoute } from '../../../routes.tsx';
import { wordOf } from '../search.ts';

const claimsRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/scim/claims',
  validateSearch: (search): { show?: 'decided' } => wordOf(search, 'show', ['decided']),
  component: lazyRouteComponent(() => import('./claims-page.tsx'), 'ClaimsPage'),
});

const claimRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/scim/claims/$claim',
  component: lazyRouteComponent(() => import('./claim-page.tsx'), 'ClaimPage'),
});

export const claimRoutes = [claimsRoute, claimRoute] as const;
