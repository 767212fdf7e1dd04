import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { get, path } from '../../../api/call.ts';
import { Page } from '../../../components/page.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Crumbs } from '../crumbs.tsx';
import { Timeline } from '../timeline.tsx';
import { ExternalIdNotice } from './external-id-notice.tsx';
import { General } from './general.tsx';
import { Mappings } from './mappings.tsx';
import { Members } from './members.tsx';
import type { ShownGroup } from './types.ts';

const route = getRouteApi('/signed-in/org-admin/administration/scim/groups/$group');

/** One pushed group: what it is, what it gives, and who is in it. */
export function GroupPage() {
  const { group: id } = route.useParams();
  const query = useQuery({
    queryKey: ['scim', 'groups', 'one', id],
    queryFn: ({ signal }) => get<ShownGroup>(path`/scim/groups/${id}`, { signal }),
  });
  return (
    <Page
      title={query.data?.name ?? 'Group'}
      trail={<Crumbs list={{ label: 'Groups', to: '/administration/scim/groups' }} />}
      description="A group of your identity provider. Its name and its members are changed there; what it gives is settled here."
    >
      <QueryView query={query}>{(group) => <Views group={group} />}</QueryView>
    </Page>
  );
}

function Views({ group }: { readonly group: ShownGroup }) {
  const { tab = 'general' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Tabs
      value={tab}
      keepMounted={false}
      onChange={(next) =>
        void navigate({
          search: next === 'members' || next === 'timeline' ? { tab: next } : {},
        })
      }
    >
      <Tabs.List mb="md">
        <Tabs.Tab value="general">General</Tabs.Tab>
        <Tabs.Tab value="members">Members ({group.members.toLocaleString('en')})</Tabs.Tab>
        <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="general">
        {group.grants.length > 0 && <ExternalIdNotice group={group} />}
        <General group={group} />
        <Mappings key={`${group.id} ${JSON.stringify(group.grants)}`} group={group} />
      </Tabs.Panel>
      <Tabs.Panel value="members">
        <Members group={group} />
      </Tabs.Panel>
      <Tabs.Panel value="timeline">
        <Timeline source={path`/scim/groups/${group.id}/timeline`} of={group.id} />
      </Tabs.Panel>
    </Tabs>
  );
}
