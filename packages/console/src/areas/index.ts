/** The pages of all areas, by who may see them. */
import { doorRoutes } from './door/routes.tsx';
import { overviewRoutes } from './overview/routes.tsx';
import { ownRoutes } from './own/routes.tsx';
import { tokenRoutes } from './tokens/routes.tsx';

export const publicRoutes = [...doorRoutes] as const;
export const memberRoutes = [...ownRoutes] as const;
export const orgAdminRoutes = [...overviewRoutes, ...tokenRoutes] as const;
