/** Members, whom administrators call users: all of them, and one by one. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { given, oneOf, textParam } from '../../api/search-params.ts';
import { orgAdminRoute } from '../../routes.tsx';

export interface UsersSearch {
  /** How a name or an address begins. */
  readonly q?: string;
  readonly status?: 'active' | 'inactive';
  readonly admin?: 'yes' | 'no';
  readonly source?: 'local' | 'provisioned';
  readonly signIn?: 'ready' | 'missing';
}

export const usersRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/users',
  validateSearch: (search: Record<string, unknown>): UsersSearch =>
    given<UsersSearch>({
      q: textParam(search.q),
      status: oneOf(['active', 'inactive'], search.status),
      admin: oneOf(['yes', 'no'], search.admin),
      source: oneOf(['local', 'provisioned'], search.source),
      signIn: oneOf(['ready', 'missing'], search.signIn),
    }),
  component: lazyRouteComponent(() => import('./users-page.tsx'), 'UsersPage'),
});

export const memberRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/users/$member',
  component: lazyRouteComponent(() => import('./member-page.tsx'), 'MemberPage'),
});

export const memberAdminRoutes = [usersRoute, memberRoute] as const;
