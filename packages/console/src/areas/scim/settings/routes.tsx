import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { orgAdminRoute } from '../../../routes.tsx';

interface SettingsSearch {
  /** Id of a connection, where there are several. */
  readonly connection?: string;
}

const settingsRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/scim/settings',
  validateSearch: ({ connection }: Record<string, unknown>): SettingsSearch =>
    typeof connection === 'string' ? { connection } : {},
  component: lazyRouteComponent(() => import('./settings-page.tsx'), 'SettingsPage'),
});

export const settingsRoutes = [settingsRoute] as const;
