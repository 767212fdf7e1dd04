import { Group, Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { get, path } from '../../../api/call.ts';
import { Page } from '../../../components/page.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { Crumbs } from '../crumbs.tsx';
import { Timeline } from '../timeline.tsx';
import { Profile, ScimJson } from './profile.tsx';
import type { ShownUser } from './types.ts';
import { UserOverview } from './user-overview.tsx';
import { UserStatus } from './user-status.tsx';

const route = getRouteApi('/signed-in/org-admin/administration/scim/users/$user');
const TABS = [
  ['overview', 'Overview'],
  ['profile', 'Profile'],
  ['timeline', 'Timeline'],
  ['scim', 'SCIM JSON'],
] as const;

/** One user: who it is here, what it may do and why, and what became of it. */
export function UserPage() {
  const { user: id } = route.useParams();
  const query = useQuery({
    queryKey: ['scim', 'users', 'one', id],
    queryFn: ({ signal }) => get<ShownUser>(path`/scim/users/${id}`, { signal }),
  });
  const name = query.data === undefined ? 'User' : nameOf(query.data);
  return (
    <Page
      title={name}
      trail={<Crumbs list={{ label: 'Users', to: '/administration/scim/users' }} />}
      description={query.data && <Status user={query.data} />}
    >
      <QueryView query={query}>{(user) => <Views user={user} />}</QueryView>
    </Page>
  );
}

function Views({ user }: { readonly user: ShownUser }) {
  const { tab = 'overview' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Tabs
      value={tab}
      keepMounted={false}
      onChange={(next) => {
        const wanted = TABS.find(([key]) => key === next)?.[0];
        void navigate({
          search: wanted === undefined || wanted === 'overview' ? {} : { tab: wanted },
        });
      }}
    >
      <Tabs.List mb="md">
        {TABS.map(([key, label]) => (
          <Tabs.Tab key={key} value={key}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="overview">
        <UserOverview user={user} />
      </Tabs.Panel>
      <Tabs.Panel value="profile">
        <Profile user={user} />
      </Tabs.Panel>
      <Tabs.Panel value="timeline">
        <Stack>
          <Timeline source={path`/scim/users/${user.id}/timeline`} of={user.id} />
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="scim">
        <ScimJson user={user} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Status({ user }: { readonly user: ShownUser }) {
  const claimId = user.claim?.decision === null ? user.claim.id : null;
  return (
    <Group gap="xs">
      {user.deletedAt === null ? (
        <UserStatus user={{ active: user.active, claimId }} />
      ) : (
        <StatusBadge tone="neutral">Deleted</StatusBadge>
      )}
      <bdi>{userNameOf(user)}</bdi>
    </Group>
  );
}

function userNameOf({ resource, userNameKey }: ShownUser): string {
  return typeof resource?.userName === 'string' ? resource.userName : userNameKey;
}

function nameOf(user: ShownUser): string {
  const { displayName, name } = user.resource ?? {};
  const { formatted, givenName, familyName } = Object(name);
  const parts = [givenName, familyName].filter(Boolean).join(' ');
  return String(displayName || formatted || parts || userNameOf(user));
}
