/** The menu: areas in their order. It knows addresses alone, so that it is there before any page is. */
import { IconHome, IconKey } from '@tabler/icons-react';
import type { MenuSection } from '../layout/navigation.ts';
import { ADMINISTRATION } from './administration-menu.ts';

export const MENU: readonly MenuSection[] = [
  { forOrgAdmins: true, entries: [{ label: 'Overview', to: '/overview', icon: IconHome }] },
  ADMINISTRATION,
  { forOrgAdmins: false, entries: [{ label: 'My access', to: '/my-access', icon: IconKey }] },
];
