/** The menu: areas in their order. It knows addresses alone, so that it is there before any page is. */
import { IconArrowsExchange, IconCode, IconHome, IconKey, IconPassword } from '@tabler/icons-react';
import type { MenuSection } from '../layout/navigation.ts';
import { ADMINISTRATION } from './administration-menu.ts';
import { SCIM_ENTRIES } from './scim/menu.ts';
import { SCIM_WATCH_ENTRIES } from './scim/watch-menu.ts';

export const MENU: readonly MenuSection[] = [
  { forOrgAdmins: true, entries: [{ label: 'Overview', to: '/overview', icon: IconHome }] },
  ADMINISTRATION,
  {
    label: 'SCIM',
    icon: IconArrowsExchange,
    forOrgAdmins: true,
    entries: [...SCIM_ENTRIES, ...SCIM_WATCH_ENTRIES],
  },
  {
    label: 'Developers',
    icon: IconCode,
    forOrgAdmins: true,
    entries: [
      {
        label: 'Personal Access Tokens',
        to: '/administration/developers/tokens',
        icon: IconPassword,
      },
    ],
  },
  {
    forOrgAdmins: false,
    entries: [{ label: 'My access', to: '/my-access', icon: IconKey }],
  },
];
