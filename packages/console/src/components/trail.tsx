import { Breadcrumbs, Text } from '@mantine/core';

/** The way to a page in the menu's words: Administration › SCIM › Groups. */
export function Trail({ steps }: { readonly steps: readonly string[] }) {
  return (
    <Breadcrumbs separator="›" separatorMargin={6} mb={4}>
      {steps.map((step) => (
        <Text key={step} size="sm" c="dimmed">
          {step}
        </Text>
      ))}
    </Breadcrumbs>
  );
}
