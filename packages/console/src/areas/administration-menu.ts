import {
  IconAdjustments,
  IconBuilding,
  IconDoorEnter,
  IconFingerprint,
  IconHistory,
  IconMailForward,
  IconReceipt,
  IconStairs,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { MenuSection } from '../layout/navigation.ts';

export const ADMINISTRATION: MenuSection = {
  label: 'Administration',
  icon: IconAdjustments,
  forOrgAdmins: true,
  entries: [
    { label: 'Users', to: '/administration/users', icon: IconUsers },
    { label: 'Invitations', to: '/administration/invitations', icon: IconMailForward },
    { label: 'Groups', to: '/administration/groups', icon: IconUsersGroup },
    { label: 'Entry points', to: '/administration/entry-points', icon: IconDoorEnter },
    { label: 'Roles', to: '/administration/roles', icon: IconStairs },
    { label: 'Single sign-on', to: '/administration/single-sign-on', icon: IconFingerprint },
    { label: 'Plan', to: '/administration/plan', icon: IconReceipt },
    { label: 'Audit log', to: '/administration/audit-log', icon: IconHistory },
    { label: 'Organisation', to: '/administration/organization', icon: IconBuilding },
  ],
};
