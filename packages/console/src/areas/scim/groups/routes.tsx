import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { orgAdminRoute } from '../../../routes.tsx';
import { textOf, wordOf } from '../search.ts';

const TABS = ['members', 'timeline'] as const;

interface GroupSearch {
  readonly tab?: (typeof TABS)[number];
  readonly search?: string | undefined;
}

const groupsRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/scim/groups',
  validateSearch: (search): { search?: string | undefined; connection?: string } => ({
    ...textOf(search, 'search'),
    ...textOf(search, 'connection'),
  }),
  component: lazyRouteComponent(() => import('./groups-page.tsx'), 'GroupsPage'),
});

const groupRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/scim/groups/$group',
  validateSearch: (search): GroupSearch => ({
    ...wordOf(search, 'tab', TABS),
    ...textOf(search, 'search'),
  }),
  component: lazyRouteComponent(() => import('./group-page.tsx'), 'GroupPage'),
});

export const groupRoutes = [groupsRoute, groupRoute] as const;
