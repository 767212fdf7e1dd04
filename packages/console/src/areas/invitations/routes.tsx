/** Invitations: all of them, one, and making new ones. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { given, oneOf, textParam } from '../../api/search-params.ts';
import { orgAdminRoute } from '../../routes.tsx';
import { STATES, type State } from './types.ts';

export interface InvitationsSearch {
  /** Default held. */
  readonly state?: State;
  /** Part of a name or an address. */
  readonly q?: string;
}

export interface InviteSearch {
  readonly how?: 'list';
}

export const invitationsRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/invitations',
  validateSearch: ({ state, q }: Record<string, unknown>): InvitationsSearch =>
    given<InvitationsSearch>({ state: oneOf(STATES, state), q: textParam(q) }),
  component: lazyRouteComponent(() => import('./invitations-page.tsx'), 'InvitationsPage'),
});

export const inviteRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/invitations/new',
  validateSearch: ({ how }: Record<string, unknown>): InviteSearch =>
    given<InviteSearch>({ how: oneOf(['list'], how) }),
  component: lazyRouteComponent(() => import('./invite-page.tsx'), 'InvitePage'),
});

export const invitationRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/invitations/$invitation',
  component: lazyRouteComponent(() => import('./invitation-page.tsx'), 'InvitationPage'),
});

export const invitationRoutes = [invitationsRoute, inviteRoute, invitationRoute] as const;
