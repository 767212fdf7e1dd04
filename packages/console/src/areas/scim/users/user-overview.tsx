import { SimpleGrid, Stack } from '@mantine/core';
import { AccessCard } from './access-card.tsx';
import { GroupsCard } from './groups-card.tsx';
import { InvitationCard } from './invitation-card.tsx';
import { MemberCard } from './member-card.tsx';
import { ReceiptCard } from './receipt-card.tsx';
import type { ShownUser } from './types.ts';

/** What a user means here. */
export function UserOverview({ user }: { readonly user: ShownUser }) {
  const { person } = user;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Stack>
        <MemberCard user={user} />
        {person !== null && <InvitationCard person={person} />}
        {person?.receipt && <ReceiptCard receipt={person.receipt} />}
      </Stack>
      <Stack>
        <AccessCard user={user} />
        <GroupsCard groups={user.groups} />
      </Stack>
    </SimpleGrid>
  );
}
