import { Box, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly description: string;
  readonly children: ReactNode;
}

/** Settings of one kind. */
export function Section({ title, description, children }: SectionProps) {
  return (
    <Box component="section" aria-label={title} maw={720}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {description}
      </Text>
      <Stack gap="md">{children}</Stack>
    </Box>
  );
}
