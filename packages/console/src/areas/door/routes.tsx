/** Pages for everybody: the ways in, at the addresses that links in mails and on the terminal have. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { lookWhoIsIn } from '../../api/me.ts';
import { rootRoute } from '../../routes.tsx';

/** Undefined rather than absent: what is only left out, the router takes from the address as it is. */
interface SignInSearch {
  /** Where to go then: a path of the console. */
  readonly next?: string | undefined;
  /** Why signing in elsewhere did not work; a name that the server knows. */
  readonly problem?: string | undefined;
  /** By the organisation's identity provider instead of a password. */
  readonly by?: 'single-sign-on' | undefined;
  /** Its short name. */
  readonly organization?: string | undefined;
}

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ next, problem, by, organization }: Record<string, unknown>): SignInSearch => ({
    next: isOwnPath(next) ? next : undefined,
    problem: typeof problem === 'string' ? problem : undefined,
    by: by === 'single-sign-on' ? by : undefined,
    organization: organization === undefined ? undefined : String(organization),
  }),
  async beforeLoad({ search: { next = '/', problem } }) {
    const me = await lookWhoIsIn();
    if (me !== undefined && problem === undefined) throw redirect({ href: next, replace: true });
    return { me };
  },
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
});

const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./set-up-page.tsx'), 'SetUpPage'),
});

const signInLinkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in-link',
  component: lazyRouteComponent(() => import('./sign-in-link-page.tsx'), 'SignInLinkPage'),
});

const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./forgot-password-page.tsx'), 'ForgotPasswordPage'),
});

const resetPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./reset-password-page.tsx'), 'ResetPasswordPage'),
});

const joinRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/join',
  component: lazyRouteComponent(() => import('./join-page.tsx'), 'JoinPage'),
});

export const doorRoutes = [
  signInRoute,
  setUpRoute,
  signInLinkRoute,
  forgotPasswordRoute,
  resetPasswordRoute,
  joinRoute,
] as const;

/** Never to another host: `//elsewhere` and `/\elsewhere` are addresses of one. */
function isOwnPath(value: unknown): value is string {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value);
}
