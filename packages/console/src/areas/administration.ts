/** The pages of administration. */
import { auditRoutes } from './audit/routes.tsx';
import { entryPointRoutes } from './entry-points/routes.tsx';
import { invitationRoutes } from './invitations/routes.tsx';
import { localGroupRoutes } from './local-groups/routes.tsx';
import { memberAdminRoutes } from './members/routes.tsx';
import { organizationRoutes } from './organization/routes.tsx';
import { ssoRoutes } from './sso/routes.tsx';

export const administrationRoutes = [
  ...memberAdminRoutes,
  ...invitationRoutes,
  ...localGroupRoutes,
  ...entryPointRoutes,
  ...ssoRoutes,
  ...auditRoutes,
  ...organizationRoutes,
] as const;
