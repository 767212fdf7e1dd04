import { Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { EntryPointRoles } from '../../components/entry-point-roles.tsx';
import { Page } from '../../components/page.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { nameOf } from '../../components/person-name.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Trail } from '../../components/trail.tsx';
import { AccessSection } from './access-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { personQuery } from './queries.ts';
import { ReceiptsSection } from './receipts-section.tsx';
import { memberRoute } from './routes.tsx';
import { SignInSection } from './sign-in-section.tsx';
import { StandingSection } from './standing-section.tsx';
import type { Person } from './types.ts';

/** One member: who they are, how they sign in, what they may do and why. */
export function MemberPage() {
  const { member: id } = memberRoute.useParams();
  const person = useQuery(personQuery(id));
  return (
    <Page
      title={person.data === undefined ? 'User' : nameOf(lastKnown(person.data))}
      trail={<Trail steps={['Administration', 'Users']} />}
      description={person.data && <Standing person={person.data} />}
      actions={
        <PathLink to="/administration/users" size="sm">
          All users
        </PathLink>
      }
    >
      <QueryView query={person}>{(data) => <Sections person={data} />}</QueryView>
    </Page>
  );
}

function Sections({ person }: { readonly person: Person }) {
  return (
    <Stack gap="md">
      <ProfileSection person={person} />
      <AccessSection person={person} />
      <Section
        title="Roles given directly"
        description="Given to this person alone, beside what groups give. One role on each entry point; a role includes the lower ones."
      >
        <EntryPointRoles
          key={person.id}
          subject={{ kind: 'member', id: person.id }}
          action="Save roles"
          effect={
            person.active
              ? 'The person has them the moment you save.'
              : 'The person is deactivated: the roles count once they are active again.'
          }
        />
      </Section>
      <SignInSection person={person} />
      <StandingSection person={person} />
      <ReceiptsSection person={person} />
    </Stack>
  );
}

function Standing({ person }: { readonly person: Person }) {
  return (
    <Group gap="xs" mt={4}>
      <StatusBadge tone={person.active ? 'good' : 'neutral'}>
        {person.active ? 'Active' : 'Deactivated'}
      </StatusBadge>
      {person.orgAdmin && <StatusBadge tone="info">Org Admin</StatusBadge>}
    </Group>
  );
}

/** Whoever was deleted at the identity provider is still called what they were called there. */
function lastKnown({ displayName, email, users }: Person) {
  if (displayName !== null || email !== null) return { displayName, email };
  const last = users.at(-1);
  return { displayName: last?.displayName ?? last?.userName ?? null, email: last?.email ?? null };
}
