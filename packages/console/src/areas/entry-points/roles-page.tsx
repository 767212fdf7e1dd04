import { List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Role, rolesQuery } from '../../api/access.ts';
import { Page } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { Trail } from '../../components/trail.tsx';

/** The roles that there are, and what includes what. */
export function RolesPage() {
  const roles = useQuery(rolesQuery);
  return (
    <Page
      title="Roles"
      trail={<Trail steps={['Administration']} />}
      description="What people may be given on an entry point. There is one list for the whole application, set by whoever runs the service; each role includes all that are before it."
    >
      <QueryView query={roles}>
        {(all) => (
          <Section title="From the least to the most">
            <List type="ordered" spacing="sm">
              {all.map((role, at) => (
                <List.Item key={role.key}>
                  <Text fw={500} component="span">
                    {role.name}
                  </Text>{' '}
                  <Text span size="sm" c="dimmed">
                    {includes(all.slice(0, at))}
                  </Text>
                </List.Item>
              ))}
            </List>
            <Text size="sm">
              Whoever is given two roles on one entry point, by groups or directly, has the higher
              one. What a role allows there is said by the application. Org Admin is none of them:
              it is for this console, and gives nothing in the application.
            </Text>
          </Section>
        )}
      </QueryView>
    </Page>
  );
}

function includes(lower: readonly Role[]): string {
  if (lower.length === 0) return 'includes no other';
  return `includes ${lower.map(({ name }) => name).join(', ')}`;
}
