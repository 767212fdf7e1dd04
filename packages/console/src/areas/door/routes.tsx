/** Pages for everybody: the way in. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../routes.tsx';

interface SignInSearch {
  /** Where to go then: a path of the console. */
  readonly next?: string;
  /** Why signing in elsewhere did not work; a name that the server knows. */
  readonly problem?: string;
}

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ next, problem }: Record<string, unknown>): SignInSearch => ({
    ...(isOwnPath(next) && { next }),
    ...(typeof problem === 'string' && { problem }),
  }),
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
});

export const doorRoutes = [signInRoute] as const;

/** Never to another host: `//elsewhere` and `/\elsewhere` are addresses of one. */
function isOwnPath(value: unknown): value is string {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value);
}
