import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { orgAdminRoute } from '../../routes.tsx';

interface TokensSearch {
  /** Those that work no more, too. */
  readonly ended?: true | undefined;
  /** The dialog to make one is open. */
  readonly create?: true | undefined;
  /** What it is called to begin with. */
  readonly name?: string | undefined;
  /** Id of the one that is being rotated. */
  readonly rotate?: string | undefined;
  /** Id of the one that is being revoked. */
  readonly revoke?: string | undefined;
}

export const tokensRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/developers/tokens',
  validateSearch: (given: Record<string, unknown>): TokensSearch => {
    const { ended, create, name, rotate, revoke } = given;
    return {
      ended: ended === true ? ended : undefined,
      create: create === true ? create : undefined,
      name: typeof name === 'string' ? name : undefined,
      rotate: typeof rotate === 'string' ? rotate : undefined,
      revoke: typeof revoke === 'string' ? revoke : undefined,
    };
  },
  component: lazyRouteComponent(() => import('./tokens-page.tsx'), 'TokensPage'),
});

export const tokenRoutes = [tokensRoute] as const;
