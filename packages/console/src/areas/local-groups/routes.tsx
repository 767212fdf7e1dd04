/** Groups: those made here, changed here, and those that identity providers push, listed beside them. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { given, oneOf, textParam } from '../../api/search-params.ts';
import { orgAdminRoute } from '../../routes.tsx';

export interface GroupsSearch {
  /** Part of a name. */
  readonly q?: string;
  readonly kind?: 'local' | 'pushed';
}

export const groupsRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/groups',
  validateSearch: ({ q, kind }: Record<string, unknown>): GroupsSearch =>
    given<GroupsSearch>({ q: textParam(q), kind: oneOf(['local', 'pushed'], kind) }),
  component: lazyRouteComponent(() => import('./groups-page.tsx'), 'GroupsPage'),
});

export const groupRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/groups/$group',
  component: lazyRouteComponent(() => import('./group-page.tsx'), 'GroupPage'),
});

export const localGroupRoutes = [groupsRoute, groupRoute] as const;
