/** What was bought, and the organisation itself. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { orgAdminRoute } from '../../routes.tsx';

const planRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/plan',
  component: lazyRouteComponent(() => import('./plan-page.tsx'), 'PlanPage'),
});

const organizationRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/organization',
  component: lazyRouteComponent(() => import('./organization-page.tsx'), 'OrganizationPage'),
});

export const organizationRoutes = [planRoute, organizationRoute] as const;
