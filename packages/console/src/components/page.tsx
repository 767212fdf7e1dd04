import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

interface PageProps {
  readonly title: string;
  /** One or two sentences: what this is for. */
  readonly description?: ReactNode;
  /** Above the title: the way here. */
  readonly trail?: ReactNode;
  /** Buttons, the most important one last. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of a page: its title, in the window too, what can be done, and what it shows. */
export function Page({ title, description, trail, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Rollcall`;
  }, [title]);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Box miw={0} flex="1 1 20rem">
          {trail}
          <Title order={1} size="h2" lineClamp={2}>
            {title}
          </Title>
          {description !== undefined && (
            <Text c="dimmed" maw="46rem" mt={4} component="div">
              {description}
            </Text>
          )}
        </Box>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
