import { Alert, Badge, Button, Tabs } from '@mantine/core';
import { IconMailOff, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { given, oneOf } from '../../api/search-params.ts';
import { Page } from '../../components/page.tsx';
import { SearchBox } from '../../components/search-box.tsx';
import { Trail } from '../../components/trail.tsx';
import { InvitationList } from './invitation-list.tsx';
import { summaryQuery } from './queries.ts';
import { type InvitationsSearch, invitationsRoute } from './routes.tsx';
import { STATE_NAME, STATES, type State } from './types.ts';

const MEANING: Readonly<Record<State, string>> = {
  held: 'Nobody has been mailed. They wait until you release them, or until an address is known.',
  pending: 'Mailed, or about to be. The link works once, for 7 days.',
  expired: 'Nobody accepted within 7 days. Send it again, and it is good again.',
  accepted: 'They have joined. Kept for 90 days; the audit log remembers for ever.',
  withdrawn: 'The link is dead. Kept for 90 days; the audit log remembers for ever.',
};

/** Who may join and has not yet, and who has. */
export function InvitationsPage() {
  const { state = 'held', q = '' } = invitationsRoute.useSearch();
  const navigate = useNavigate({ from: invitationsRoute.fullPath });
  const { data: summary } = useQuery(summaryQuery);
  const go = (search: InvitationsSearch, replace = false) => void navigate({ search, replace });
  return (
    <Page
      title="Invitations"
      trail={<Trail steps={['Administration']} />}
      description="Whoever is invited gets a mail with a link, and sets up how they sign in. Hold invitations while you try things out: then a wrong assignment mails nobody."
      actions={
        <Button
          component={Link}
          to="/administration/invitations/new"
          leftSection={<IconUserPlus size={16} />}
        >
          Invite people
        </Button>
      }
    >
      {summary?.mailsOut === false && <NoMail />}
      <Tabs
        value={state}
        onChange={(value) => go(given({ state: oneOf(STATES, value), q: q || undefined }))}
        keepMounted={false}
      >
        <Tabs.List>
          {STATES.map((one) => (
            <Tabs.Tab
              key={one}
              value={one}
              rightSection={
                summary && (
                  <Badge size="sm" variant="default" tt="none">
                    {summary.counts[one].toLocaleString('en-GB')}
                  </Badge>
                )
              }
            >
              {STATE_NAME[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={state} pt="md">
          <InvitationList
            key={state}
            state={state}
            search={q}
            meaning={MEANING[state]}
            searchBox={
              <SearchBox
                label="Name or address contains"
                value={q}
                onSearch={(text) => go(given({ state, q: text || undefined }), true)}
              />
            }
          />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function NoMail() {
  return (
    <Alert color="yellow" variant="light" icon={<IconMailOff />} title="No mail goes out yet">
      This service has no mail server, so invitations stay in the inbox of whoever runs it. Ask them
      to set one up, or to make a link for one person, which you then hand over. A link proves an
      address, so only they can make one.
    </Alert>
  );
}
