import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { rolesQuery } from '../../../api/access.ts';
import { get, path } from '../../../api/call.ts';
import type { Instant, Member, Permission } from '../../../api/types.ts';
import { QueryView } from '../../../components/query-view.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { When } from '../../../components/when.tsx';
import { Card } from '../card.tsx';
import type { Claim } from './claim.ts';
import { LinkTo } from './decisions.tsx';
import { Facts } from './facts.tsx';

interface CandidateProps {
  /** Of a member. */
  readonly id: string;
  readonly claim: Claim;
}

interface Known {
  readonly member: Member;
  readonly permissions: readonly Permission[];
  readonly sessions: readonly { readonly seenAt: Instant }[];
}

async function readCandidate(id: string, signal: AbortSignal): Promise<Known> {
  const [member, { permissions }, { sessions }] = await Promise.all([
    get<Member>(path`/members/${id}`, { signal }),
    get<Pick<Known, 'permissions'>>(path`/members/${id}/permissions`, { signal }),
    get<Pick<Known, 'sessions'>>(path`/members/${id}/sessions`, { signal }),
  ]);
  return { member, permissions, sessions };
}

/** A member that the user may be, and what it would get with it. */
export function Candidate({ id, claim }: CandidateProps) {
  const query = useQuery({
    queryKey: ['members', id, 'candidate'],
    queryFn: ({ signal }) => readCandidate(id, signal),
  });
  const { data: roles = [] } = useQuery(rolesQuery);
  const roleName = (key: string) => roles.find((role) => role.key === key)?.name ?? key;
  const isThis = claim.decision === 'link' && claim.memberId === id;
  return (
    <Card
      title={claim.candidates.length === 1 ? 'The member it may be' : 'A member it may be'}
      actions={isThis && <StatusBadge tone="good">Decided: this one</StatusBadge>}
    >
      <QueryView query={query}>
        {({ member, permissions, sessions }) => (
          <>
            <Facts
              facts={[
                ['Name', <bdi key="name">{member.displayName ?? '–'}</bdi>],
                ['Address', <Address key="address" member={member} />],
                ['Status', <Standing key="standing" member={member} />],
                ['Access', accessOf(permissions, roleName)],
                ['Last seen', <LastSeen key="seen" sessions={sessions} />],
                ['Joined', <When key="joined" at={member.createdAt} />],
              ]}
            />
            {claim.decision === null && <LinkTo claim={claim} member={member} />}
          </>
        )}
      </QueryView>
    </Card>
  );
}

function Address({ member: { email, emailProven } }: { readonly member: Member }) {
  return (
    <>
      <bdi>{email ?? '–'}</bdi>
      {email !== null && (
        <Text size="xs" c="dimmed">
          {emailProven ? 'proven to be theirs' : 'not proven to be theirs'}
        </Text>
      )}
    </>
  );
}

function Standing({ member: { active, orgAdmin } }: { readonly member: Member }) {
  return (
    <Group gap={6}>
      <StatusBadge tone={active ? 'good' : 'neutral'}>
        {active ? 'Has access' : 'No access now'}
      </StatusBadge>
      {orgAdmin && <StatusBadge tone="info">Org Admin</StatusBadge>}
    </Group>
  );
}

function LastSeen({ sessions }: Pick<Known, 'sessions'>) {
  const last = sessions
    .map(({ seenAt }) => seenAt)
    .toSorted()
    .at(-1);
  return last === undefined ? 'not signed in now' : <When at={last} />;
}

function accessOf(permissions: readonly Permission[], roleName: (key: string) => string): string {
  if (permissions.length === 0) return 'no roles';
  return permissions
    .map(({ entryPoint, role }) => `${roleName(role)} on ${entryPoint.name}`)
    .join(', ');
}
