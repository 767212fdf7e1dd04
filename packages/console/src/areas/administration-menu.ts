import { IconBuilding } from '@tabler/icons-react';
import type { MenuSection } from '../layout/navigation.ts';

export const ADMINISTRATION: MenuSection = {
  label: 'Administration',
  icon: IconBuilding,
  forOrgAdmins: true,
  entries: [
    { label: 'Users', to: '/administration/users' },
    { label: 'Invitations', to: '/administration/invitations' },
    { label: 'Groups', to: '/administration/groups' },
    { label: 'Entry points', to: '/administration/entry-points' },
    { label: 'Roles', to: '/administration/roles' },
    { label: 'Single sign-on', to: '/administration/single-sign-on' },
    { label: 'Plan', to: '/administration/plan' },
    { label: 'Audit log', to: '/administration/audit-log' },
    { label: 'Organisation', to: '/administration/organization' },
  ],
};
