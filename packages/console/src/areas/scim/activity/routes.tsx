import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { orgAdminRoute } from '../../../routes.tsx';
import { readActivitySearch } from './search.ts';

const activityRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/scim/activity',
  validateSearch: readActivitySearch,
  component: lazyRouteComponent(() => import('./activity-page.tsx'), 'ActivityPage'),
});

const requestRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/scim/activity/$request',
  component: lazyRouteComponent(() => import('./request-page.tsx'), 'RequestPage'),
});

export const activityRoutes = [activityRoute, requestRoute] as const;
