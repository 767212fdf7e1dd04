/** The pages of all areas, by who may see them. */
import { administrationRoutes } from './administration.ts';
import { doorRoutes } from './door/routes.tsx';
import { overviewRoutes } from './overview/routes.tsx';
import { ownRoutes } from './own/routes.tsx';
import { activityRoutes } from './scim/activity/routes.tsx';
import { heldRoutes } from './scim/held/routes.tsx';
import { scimPublicRoutes, scimRoutes } from './scim/routes.tsx';
import { settingsRoutes } from './scim/settings/routes.tsx';
import { tokenRoutes } from './tokens/routes.tsx';

export const publicRoutes = [...doorRoutes, ...scimPublicRoutes] as const;
export const memberRoutes = [...ownRoutes] as const;
export const orgAdminRoutes = [
  ...overviewRoutes,
  ...administrationRoutes,
  ...scimRoutes,
  ...activityRoutes,
  ...heldRoutes,
  ...settingsRoutes,
  ...tokenRoutes,
] as const;
