/** The pages about what identity providers push. */
import { claimRoutes } from './claims/routes.tsx';
import { groupRoutes } from './groups/routes.tsx';
import { connectRoutes, setUpRoutes } from './set-up/routes.tsx';
import { userRoutes } from './users/routes.tsx';

export const scimRoutes = [...setUpRoutes, ...userRoutes, ...claimRoutes, ...groupRoutes] as const;

/** Those that need no session. */
export const scimPublicRoutes = [...connectRoutes] as const;
