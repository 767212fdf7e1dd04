import { AppShell, Box, Burger, em, Group, Text } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { Link, Outlet } from '@tanstack/react-router';
import { useMe } from '../api/me.ts';
import { ColorSchemeSwitch } from './color-scheme-switch.tsx';
import { Menu } from './menu.tsx';
import { Notices } from './notices.tsx';
import { OrganizationSwitch } from './organization-switch.tsx';
import { ProfileMenu } from './profile-menu.tsx';
import { SessionEndedDialog } from './session-ended-dialog.tsx';
import classes from './shell.module.css';
import { SkipLink } from './skip-link.tsx';

/** From which width of the window on the menu is beside the page; the theme's `md`. */
const WIDE_PX = 992;

/** Header and menu around every page of somebody who is signed in. */
export function Shell() {
  const [isMenuOpen, menu] = useDisclosure(false);
  // Beside the page; else over it, and out of the way of the keyboard until it is opened.
  const isWide = useMediaQuery(`(min-width: ${em(WIDE_PX)})`, true, {
    getInitialValueInEffect: false,
  });
  const { organization } = useMe();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 264, breakpoint: WIDE_PX, collapsed: { mobile: !isMenuOpen } }}
      padding={{ base: 'sm', xs: 'md', lg: 'xl' }}
    >
      <SkipLink />
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap" miw={0}>
            <Burger
              opened={isMenuOpen}
              onClick={menu.toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={isMenuOpen ? 'Close the menu' : 'Open the menu'}
            />
            <Link to="/" className={classes.brand} aria-label="Rollcall">
              <img src="favicon.svg" alt="" width={24} height={24} />
              <Text component="span" fw={650} visibleFrom="xs">
                Rollcall
              </Text>
            </Link>
            <OrganizationSwitch current={organization} />
          </Group>
          <Group gap={4} wrap="nowrap">
            <ColorSchemeSwitch />
            <ProfileMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Main" inert={!isWide && !isMenuOpen}>
        <Menu onLeave={menu.close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Box maw={1280} mx="auto">
          <Notices />
          <Outlet />
        </Box>
      </AppShell.Main>
      <SessionEndedDialog />
    </AppShell>
  );
}
