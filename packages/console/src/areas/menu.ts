/** The menu: areas in their order. It knows addresses alone, so that it is there before any page is. */
import { IconCode, IconHome, IconKey } from '@tabler/icons-react';
import type { MenuSection } from '../layout/navigation.ts';

export const MENU: readonly MenuSection[] = [
  { forOrgAdmins: true, entries: [{ label: 'Overview', to: '/overview', icon: IconHome }] },
  {
    label: 'Developers',
    icon: IconCode,
    forOrgAdmins: true,
    entries: [{ label: 'Personal Access Tokens', to: '/administration/developers/tokens' }],
  },
  { forOrgAdmins: false, entries: [{ label: 'My access', to: '/my-access', icon: IconKey }] },
];
