/** The menu: areas in their order. It knows addresses alone, so that it is there before any page is. */
import { IconHome, IconKey, IconPlugConnected } from '@tabler/icons-react';
import type { MenuSection } from '../layout/navigation.ts';
import { SCIM_WATCH_ENTRIES } from './scim/watch-menu.ts';

export const MENU: readonly MenuSection[] = [
  { forOrgAdmins: true, entries: [{ label: 'Overview', to: '/overview', icon: IconHome }] },
  { forOrgAdmins: false, entries: [{ label: 'My access', to: '/my-access', icon: IconKey }] },
  { label: 'SCIM', icon: IconPlugConnected, forOrgAdmins: true, entries: [...SCIM_WATCH_ENTRIES] },
];
