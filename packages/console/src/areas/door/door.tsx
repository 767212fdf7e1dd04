import { Container, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { AnchorLink } from '../../components/links.tsx';
import { ColorSchemeSwitch } from '../../layout/color-scheme-switch.tsx';

interface DoorProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Below the card: other ways. */
  readonly below?: ReactNode;
}

/** The frame of pages for people who are not in: one card, and the cursor where typing begins. */
export function Door({ title, description, children, below }: DoorProps) {
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    document.title = `${title} · Rollcall`;
    card.current?.querySelector<HTMLElement>('input:not([type=hidden]):not([readonly])')?.focus();
  }, [title]);
  return (
    <Container component="main" size={460} px="sm" py={{ base: 'md', sm: 72 }}>
      <Group justify="space-between" mb="md">
        <Group gap="xs">
          <img src="favicon.svg" alt="" width={24} height={24} />
          <Text fw={650}>Rollcall</Text>
        </Group>
        <ColorSchemeSwitch />
      </Group>
      <Paper withBorder p={{ base: 'md', xs: 'xl' }} ref={card}>
        <Stack>
          <Title order={1} size="h2" lineClamp={3} title={title}>
            {title}
          </Title>
          {description !== undefined && (
            <Text c="dimmed" component="div">
              {description}
            </Text>
          )}
          {children}
        </Stack>
      </Paper>
      {below !== undefined && (
        <Stack gap="xs" mt="md" align="center">
          {below}
        </Stack>
      )}
    </Container>
  );
}

/** The way back to the usual door. */
export function ToSignIn({ children = 'To the page to sign in' }: { readonly children?: string }) {
  return (
    <AnchorLink to="/sign-in" size="sm">
      {children}
    </AnchorLink>
  );
}
