import { Anchor, Breadcrumbs, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';

interface CrumbsProps {
  readonly list: { readonly label: string; readonly to: string };
}

/** The way to one thing of a list: Administration › SCIM › Groups, the last of which leads back. */
export function Crumbs({ list }: CrumbsProps) {
  return (
    <Breadcrumbs separator="›" separatorMargin={6} mb={4}>
      <Text size="sm" c="dimmed">
        Administration
      </Text>
      <Text size="sm" c="dimmed">
        SCIM
      </Text>
      <Anchor size="sm" component={Link} to={list.to}>
        {list.label}
      </Anchor>
    </Breadcrumbs>
  );
}
