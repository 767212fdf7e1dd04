/** Every page of the console, and where it is. */
import { createRouter } from '@tanstack/react-router';
import { memberRoutes, orgAdminRoutes, publicRoutes } from './areas/index.ts';
import { orgAdminRoute, rootRoute, signedInRoute } from './routes.tsx';

const routeTree = rootRoute.addChildren([
  ...publicRoutes,
  signedInRoute.addChildren([...memberRoutes, orgAdminRoute.addChildren([...orgAdminRoutes])]),
]);

export const router = createRouter({
  routeTree,
  // The path of the service's public URL, which the server writes into the page.
  basepath: new URL(document.baseURI).pathname,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
