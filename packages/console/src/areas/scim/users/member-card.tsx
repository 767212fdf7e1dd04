import { Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { path } from '../../../api/call.ts';
import { PathLink } from '../../../components/path-link.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { When } from '../../../components/when.tsx';
import { ActorName } from '../actor-name.tsx';
import { Card } from '../card.tsx';
import type { ShownUser, UserPerson } from './types.ts';

/** Which member a user is, and how it came to be. */
export function MemberCard({ user }: { readonly user: ShownUser }) {
  const { person, claim, connection, createdAt, modifiedAt, deletedAt } = user;
  return (
    <Card title="Who this is here">
      {person === null ? (
        <Waiting reason={claim?.reason} />
      ) : (
        <>
          <Identity person={person} />
          <Text size="sm">{howLinked(user, person)}</Text>
          {claim?.decidedBy != null && (
            <Text size="sm">
              Decided <When at={claim.decidedAt} /> by <ActorName actor={claim.decidedBy} />.
            </Text>
          )}
          <Text size="sm">{sessionsInWords(person)}</Text>
        </>
      )}
      <Text size="sm" c="dimmed">
        Sent by the connection <bdi>{connection.name}</bdi>, created <When at={createdAt} />
        {modifiedAt !== null && (
          <>
            , last changed <When at={modifiedAt} />
          </>
        )}
        {deletedAt !== null && (
          <>
            , deleted <When at={deletedAt} />
          </>
        )}
        .
      </Text>
    </Card>
  );
}

function Waiting({ reason }: { readonly reason: string | undefined }) {
  return (
    <>
      <Text size="sm">
        Nobody yet. This user may be an existing member, so it has no access until an Org Admin has
        decided the claim.
        {reason !== undefined && ` Why it waits: ${reason}.`}
      </Text>
      <Group>
        <Button component={Link} to="/administration/scim/claims" size="xs">
          Decide the claim
        </Button>
      </Group>
    </>
  );
}

function Identity({ person: { member } }: { readonly person: UserPerson }) {
  const name = member.displayName ?? member.email ?? 'A member without a name';
  return (
    <Group gap="xs">
      <PathLink to={path`/administration/users/${member.id}`} title={name}>
        <bdi>{name}</bdi>
      </PathLink>
      <StatusBadge tone={member.active ? 'good' : 'neutral'}>
        {member.active ? 'Member with access' : 'Member without access'}
      </StatusBadge>
      {member.orgAdmin && <StatusBadge tone="info">Org Admin</StatusBadge>}
    </Group>
  );
}

function howLinked({ claim }: ShownUser, { member }: UserPerson): string {
  if (claim?.decision === 'link') return 'An Org Admin decided that this user is this member.';
  if (claim?.decision === 'separate') {
    return 'An Org Admin decided that this user is somebody new, so it got a member of its own.';
  }
  if (member.local) {
    return 'Linked by itself: the member had proven to own the address that the identity provider sent.';
  }
  if (member.userIds.length > 1) {
    return 'Linked by itself to a member that the identity provider had sent before.';
  }
  return 'The user came first, so a member was made for it.';
}

function sessionsInWords({ sessions, account }: UserPerson): string {
  if (sessions > 0) {
    return sessions === 1
      ? 'Signed in now, in 1 session.'
      : `Signed in now, in ${sessions} sessions.`;
  }
  return account === null ? 'Has not set up a sign-in yet.' : 'Not signed in now.';
}
