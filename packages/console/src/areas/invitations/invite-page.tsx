import { Tabs } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Page } from '../../components/page.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { Trail } from '../../components/trail.tsx';
import { InviteList } from './invite-list.tsx';
import { InviteOne } from './invite-one.tsx';
import { inviteRoute } from './routes.tsx';

/** Inviting by hand: one person, or a list. */
export function InvitePage() {
  const { how } = inviteRoute.useSearch();
  const navigate = useNavigate({ from: inviteRoute.fullPath });
  return (
    <Page
      title="Invite people"
      trail={<Trail steps={['Administration', 'Invitations']} />}
      description="For people whom no identity provider assigns, or who need a way to sign in. Somebody new becomes a member, and takes a seat, when they accept."
      actions={
        <PathLink to="/administration/invitations" size="sm">
          All invitations
        </PathLink>
      }
    >
      <Tabs
        value={how ?? 'one'}
        onChange={(value) => void navigate({ search: value === 'list' ? { how: 'list' } : {} })}
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="one">One person</Tabs.Tab>
          <Tabs.Tab value="list">A list</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="one" pt="md">
          <InviteOne />
        </Tabs.Panel>
        <Tabs.Panel value="list" pt="md">
          <InviteList />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
