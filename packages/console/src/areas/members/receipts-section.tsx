import { Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRoleName } from '../../api/access.ts';
import { download } from '../../components/download.ts';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { When } from '../../components/when.tsx';
import { receiptsQuery } from './queries.ts';
import type { Person, Receipt } from './types.ts';

/** Proof of what ended when, each time that the member went out. */
export function ReceiptsSection({ person }: { readonly person: Person }) {
  const receipts = useQuery(receiptsQuery(person.id));
  return (
    <Section
      title="Receipts"
      description="Each time that somebody is deactivated, a signed receipt says since when and what ended. Auditors ask for it."
    >
      <QueryView query={receipts}>
        {({ receipts: all }) =>
          all.length === 0 ? (
            <Text size="sm">None: this person was never deactivated.</Text>
          ) : (
            <Stack gap="sm">
              {all.toReversed().map((receipt) => (
                <Row key={receipt.id} receipt={receipt} />
              ))}
            </Stack>
          )
        }
      </QueryView>
    </Section>
  );
}

function Row({ receipt }: { readonly receipt: Receipt }) {
  const roleName = useRoleName();
  const { sessions, tokens, invitations, permissions } = receipt.ended;
  const roles = permissions.map(({ entryPoint, role }) => `${roleName(role)} on ${entryPoint}`);
  return (
    <Group justify="space-between" gap="xs">
      <Stack gap={0} miw={0} flex="1 1 14rem">
        <Text size="sm">
          Out since <When at={receipt.at} />
        </Text>
        <Text size="xs" c="dimmed">
          Ended: {count(sessions.length, 'session')}, {count(tokens.length, 'token')},{' '}
          {count(invitations.length, 'invitation')};{' '}
          {roles.length === 0 ? 'no roles' : roles.join(', ')}
        </Text>
      </Stack>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDownload size={14} />}
        aria-label={`Download receipt ${receipt.id}`}
        onClick={() => download(`receipt-${receipt.id}.jws`, receipt.jws, 'application/jose')}
      >
        Download
      </Button>
    </Group>
  );
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
