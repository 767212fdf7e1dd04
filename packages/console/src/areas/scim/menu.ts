/** What is under SCIM in the menu, in its order. */
import {
  IconListDetails,
  IconPlugConnected,
  IconUserQuestion,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { MenuEntry } from '../../layout/navigation.ts';

export const SCIM_ENTRIES: readonly MenuEntry[] = [
  { label: 'Set-up', to: '/administration/scim/set-up', icon: IconPlugConnected },
  { label: 'Users', to: '/administration/scim/users', icon: IconListDetails },
  { label: 'Claims', to: '/administration/scim/claims', icon: IconUserQuestion },
  { label: 'Groups', to: '/administration/scim/groups', icon: IconUsersGroup },
];
