/** Single sign-on: the identity provider that people sign in by. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { given, oneOf } from '../../api/search-params.ts';
import { orgAdminRoute } from '../../routes.tsx';

export const GUIDES = ['okta', 'entra', 'google', 'generic'] as const;
export type GuideName = (typeof GUIDES)[number];

export interface SsoSearch {
  /** Default okta. */
  readonly guide?: GuideName;
}

export const ssoRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/single-sign-on',
  validateSearch: ({ guide }: Record<string, unknown>): SsoSearch =>
    given<SsoSearch>({ guide: oneOf(GUIDES, guide) }),
  component: lazyRouteComponent(() => import('./sso-page.tsx'), 'SsoPage'),
});

export const ssoRoutes = [ssoRoute] as const;
