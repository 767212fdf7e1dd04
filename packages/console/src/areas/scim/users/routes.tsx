import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { orgAdminRoute } from '../../../routes.tsx';
import { textOf, wordOf } from '../search.ts';

const STATUSES = ['active', 'inactive', 'waiting'] as const;
const TABS = ['profile', 'timeline', 'scim'] as const;

interface UsersSearch {
  readonly search?: string | undefined;
  readonly status?: string;
  readonly connection?: string;
}

const usersRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/scim/users',
  validateSearch: (search): UsersSearch => ({
    ...textOf(search, 'search'),
    ...wordOf(search, 'status', STATUSES),
    ...textOf(search, 'connection'),
  }),
  component: lazyRouteComponent(() => import('./users-page.tsx'), 'UsersPage'),
});

const userRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/scim/users/$user',
  validateSearch: (search): { tab?: (typeof TABS)[number] } => wordOf(search, 'tab', TABS),
  component: lazyRouteComponent(() => import('./user-page.tsx'), 'UserPage'),
});

export const userRoutes = [usersRoute, userRoute] as const;
