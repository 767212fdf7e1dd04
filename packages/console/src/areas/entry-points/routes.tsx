/** Entry points and roles: the operator's, looked at here. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { given, oneOf } from '../../api/search-params.ts';
import { orgAdminRoute } from '../../routes.tsx';

export interface HoldersSearch {
  /** Default groups. */
  readonly who?: 'members';
}

const entryPointsRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/entry-points',
  component: lazyRouteComponent(() => import('./entry-points-page.tsx'), 'EntryPointsPage'),
});

export const entryPointRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/entry-points/$entryPoint',
  validateSearch: ({ who }: Record<string, unknown>): HoldersSearch =>
    given<HoldersSearch>({ who: oneOf(['members'], who) }),
  component: lazyRouteComponent(() => import('./entry-point-page.tsx'), 'EntryPointPage'),
});

const rolesRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/roles',
  component: lazyRouteComponent(() => import('./roles-page.tsx'), 'RolesPage'),
});

export const entryPointRoutes = [entryPointsRoute, entryPointRoute, rolesRoute] as const;
