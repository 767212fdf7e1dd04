import { NavLink, ScrollArea, Stack } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../api/me.ts';
import { MENU } from '../areas/menu.ts';
import type { MenuEntry, MenuSection } from './navigation.ts';

/** @param onLeave When an entry was followed: on a small screen the menu covers the page. */
export function Menu({ onLeave }: { readonly onLeave: () => void }) {
  const { orgAdmin } = useMe();
  const here = useLocation({ select: ({ pathname }) => pathname });
  const sections = MENU.filter(({ forOrgAdmins }) => orgAdmin || !forOrgAdmins);
  return (
    <ScrollArea type="hover">
      <Stack gap={2}>
        {sections.map((section) => (
          <Section key={section.label ?? section.entries[0]?.to} {...{ section, here, onLeave }} />
        ))}
      </Stack>
    </ScrollArea>
  );
}

interface SectionProps {
  readonly section: MenuSection;
  readonly here: string;
  readonly onLeave: () => void;
}

function Section({ section, here, onLeave }: SectionProps) {
  const { label, icon: Icon, entries } = section;
  const isWithinIt = entries.some(({ to }) => isWithin(here, to));
  const [isOpen, setOpen] = useState(label === 'Administration' || isWithinIt);
  const links = entries.map((entry) => (
    <Entry key={entry.to} entry={entry} isHere={isWithin(here, entry.to)} onLeave={onLeave} />
  ));
  if (label === undefined) return links;
  return (
    <NavLink
      component="button"
      label={label}
      leftSection={Icon && <Icon size={18} stroke={1.6} />}
      opened={isOpen}
      onChange={setOpen}
      aria-expanded={isOpen}
      childrenOffset={22}
    >
      {links}
    </NavLink>
  );
}

function Entry({
  entry,
  isHere,
  onLeave,
}: {
  entry: MenuEntry;
  isHere: boolean;
  onLeave: () => void;
}) {
  const { icon: Icon } = entry;
  return (
    <NavLink
      component={Link}
      to={entry.to}
      label={entry.label}
      leftSection={Icon && <Icon size={18} stroke={1.6} />}
      active={isHere}
      aria-current={isHere ? 'page' : undefined}
      onClick={onLeave}
      style={{ borderRadius: 'var(--mantine-radius-md)' }}
    />
  );
}

function isWithin(here: string, path: string): boolean {
  return path === '/' ? here === '/' : here === path || here.startsWith(`${path}/`);
}
