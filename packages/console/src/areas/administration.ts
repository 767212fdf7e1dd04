/** The pages of administration. */
import { memberAdminRoutes } from './members/routes.tsx';

export const administrationRoutes = [...memberAdminRoutes] as const;
