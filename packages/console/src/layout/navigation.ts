/** The menu, as data, in the words of the documentation. */
import type { Icon } from '@tabler/icons-react';

export interface MenuEntry {
  readonly label: string;
  /** Where it leads. */
  readonly to: string;
  readonly icon?: Icon;
}

export interface MenuSection {
  /** Undefined for entries that stand by themselves. */
  readonly label?: string;
  readonly icon?: Icon;
  readonly forOrgAdmins: boolean;
  readonly entries: readonly MenuEntry[];
}

/** The way to a page in the menu's words, without the page itself: Administration, SCIM. */
export function trailTo(sections: readonly MenuSection[], path: string): readonly string[] {
  const section = sections.find(({ entries }) => entries.some(({ to }) => to === path));
  if (section?.label === undefined) return [];
  return section.label === 'Administration'
    ? ['Administration']
    : ['Administration', section.label];
}
