import { Button, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEntryPointName, useRoleName } from '../../api/access.ts';
import { path } from '../../api/call.ts';
import { Facts } from '../../components/facts.tsx';
import { Page } from '../../components/page.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { nameOf } from '../../components/person-name.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge, type Tone } from '../../components/status-badge.tsx';
import { Trail } from '../../components/trail.tsx';
import { When } from '../../components/when.tsx';
import { InvitationActions } from './invitation-actions.tsx';
import { MailPreview } from './mail-preview.tsx';
import { invitationQuery, mailQuery, previewQuery, summaryQuery } from './queries.ts';
import { invitationRoute } from './routes.tsx';
import { type Invitation, type Mail, STATE_NAME, type State } from './types.ts';

const TONE: Readonly<Record<State, Tone>> = {
  held: 'warning',
  pending: 'info',
  expired: 'warning',
  accepted: 'good',
  withdrawn: 'neutral',
};

/** One invitation: what it gives, what became of its mail, and what can be done. */
export function InvitationPage() {
  const { invitation: id } = invitationRoute.useParams();
  const invitation = useQuery(invitationQuery(id));
  const { data } = invitation;
  return (
    <Page
      title={data === undefined ? 'Invitation' : nameOf(data)}
      trail={<Trail steps={['Administration', 'Invitations']} />}
      description={
        data && <StatusBadge tone={TONE[data.state]}>{STATE_NAME[data.state]}</StatusBadge>
      }
      actions={data && <InvitationActions invitation={data} />}
    >
      <QueryView query={invitation}>
        {(one) => (
          <Stack gap="md">
            <About invitation={one} />
            <Delivery id={id} />
            <Preview id={id} />
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function About({ invitation }: { readonly invitation: Invitation }) {
  const roleName = useRoleName();
  const entryPointName = useEntryPointName();
  const { state, memberId, roles, holdReason } = invitation;
  return (
    <Section title="Invitation">
      <Facts
        rows={[
          ['For', invitation.email ?? 'No address is known yet'],
          [
            'Gives',
            memberId === null ? (
              <List key="gives" size="sm">
                <List.Item>membership, and a seat, when they accept</List.Item>
                {invitation.orgAdmin && <List.Item>Org Admin</List.Item>}
                {roles.map(({ entryPoint, role }) => (
                  <List.Item key={entryPoint}>
                    {roleName(role)} on <bdi>{entryPointName(entryPoint)}</bdi>
                  </List.Item>
                ))}
              </List>
            ) : (
              'a way to sign in; the person is a member already'
            ),
          ],
          memberId === null
            ? undefined
            : [
                'Member',
                <PathLink key="member" size="sm" to={path`/administration/users/${memberId}`}>
                  Show the user
                </PathLink>,
              ],
          state === 'held'
            ? [
                'Waits for',
                holdReason === 'no_address'
                  ? 'an address: the identity provider has sent none'
                  : 'you to release it',
              ]
            : undefined,
          ['Invited', <When key="made" at={invitation.createdAt} />],
          ['Last sent', <When key="sent" at={invitation.sentAt} none="not yet" />],
          [
            'Expires',
            <When key="expires" at={invitation.expiresAt} none="7 days after it is sent" />,
          ],
          invitation.endedAt === null
            ? undefined
            : [STATE_NAME[state], <When key="ended" at={invitation.endedAt} />],
        ]}
      />
    </Section>
  );
}

function Delivery({ id }: { readonly id: string }) {
  const mail = useQuery(mailQuery(id));
  const { data: summary } = useQuery(summaryQuery);
  return (
    <Section title="What became of the mail">
      <QueryView query={mail}>
        {(data) => (
          <Text size="sm" component="div">
            {data.mail === null ? 'None was made yet.' : <Fate mail={data.mail} />}
          </Text>
        )}
      </QueryView>
      {summary?.mailsOut === false && (
        <Text size="sm">
          The service has no mail server. Whoever runs it can make a link for this person, which you
          hand over: <code>rollcall invitation link {id}</code>
        </Text>
      )}
    </Section>
  );
}

function Fate({ mail }: { readonly mail: Mail }) {
  const { state, way, attempts, lastError } = mail;
  if (state === 'sent') {
    return way === 'inbox' ? (
      <>Put into the inbox of whoever runs the service; it did not go out.</>
    ) : (
      <>
        Taken by the mail server <When at={mail.endedAt} />. If it does not arrive, look among spam.
      </>
    );
  }
  if (state === 'withdrawn') return <>Taken back before it was sent.</>;
  if (state === 'failed') {
    return (
      <>
        Given up after {attempts} tries: {lastError ?? 'nobody knows why'}. Mend the address, then
        send it again.
      </>
    );
  }
  if (attempts === 0) return <>In the queue; it goes out in a moment.</>;
  return (
    <>
      Tried {attempts} times, again <When at={mail.nextAt} />: {lastError ?? 'nobody knows why'}.
    </>
  );
}

function Preview({ id }: { readonly id: string }) {
  const preview = useQuery(previewQuery(id));
  return (
    <Section
      title="The mail"
      description="As it reads, but for the link: that is made when the mail is sent, and shown nowhere else."
    >
      <QueryView query={preview} waiting={<Button loading variant="subtle" aria-label="Loading" />}>
        {(mail) => <MailPreview mail={mail} />}
      </QueryView>
    </Section>
  );
}
