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
  ],
};
