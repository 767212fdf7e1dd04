/** What Org Admins watch and set of the provisioning: the second half of the section SCIM. */
import { IconActivity, IconAdjustments, IconHandStop } from '@tabler/icons-react';
import type { MenuEntry } from '../../layout/navigation.ts';

export const SCIM_WATCH_ENTRIES: readonly MenuEntry[] = [
  { label: 'Activity', to: '/administration/scim/activity', icon: IconActivity },
  { label: 'Held changes', to: '/administration/scim/held-changes', icon: IconHandStop },
  { label: 'Settings', to: '/administration/scim/settings', icon: IconAdjustments },
];
