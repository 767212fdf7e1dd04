/** The two roots of all pages: those for everybody, and those for who is signed in. */
import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { ApiError } from './api/api-error.ts';
import { meQuery } from './api/me.ts';
import { queryClient } from './api/query-client.ts';
import { NotFound } from './layout/not-found.tsx';
import { PageError } from './layout/page-error.tsx';
import { Shell } from './layout/shell.tsx';

export const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: PageError,
});

/** Its pages are for people who are signed in: it makes sure of that, and puts the menu around them. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  async beforeLoad({ location }) {
    try {
      return { me: await queryClient.ensureQueryData(meQuery) };
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        throw redirect({ to: '/sign-in', search: { next: location.href } });
      }
      throw error;
    }
  },
  component: Shell,
  errorComponent: PageError,
  notFoundComponent: NotFound,
});

/** For Org Admins; a member who follows a link here is told so by {@link PageError}. */
export const orgAdminRoute = createRoute({
  getParentRoute: () => signedInRoute,
  id: 'org-admin',
  beforeLoad({ context }) {
    if (!context.me.orgAdmin) {
      throw new ApiError(403, 'This page is for Org Admins. Ask one of yours.');
    }
  },
});
