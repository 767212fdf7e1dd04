/** The pages of administration. */
import { invitationRoutes } from './invitations/routes.tsx';
import { localGroupRoutes } from './local-groups/routes.tsx';
import { memberAdminRoutes } from './members/routes.tsx';

export const administrationRoutes = [...memberAdminRoutes, ...invitationRoutes, ...localGroupRoutes] as const;
