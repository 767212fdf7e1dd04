/** The pages of all areas, by who may see them. */
import { administrationRoutes } from './administration.ts';
import { doorRoutes } from './door/routes.tsx';
import { overviewRoutes } from './overview/routes.tsx';
import { ownRoutes } from './own/routes.tsx';

export const publicRoutes = [...doorRoutes] as const;
export const memberRoutes = [...ownRoutes] as const;
export const orgAdminRoutes = [...overviewRoutes, ...administrationRoutes] as const;
