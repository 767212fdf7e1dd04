import { Button, Group, List, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { When } from '../../../components/when.tsx';
import { ActivityLink } from '../activity-link.tsx';
import { ActorName } from '../actor-name.tsx';
import { Card } from '../card.tsx';
import type { Receipt } from './types.ts';

/** What ended when the person went out, signed by the service. */
export function ReceiptCard({ receipt }: { readonly receipt: Receipt }) {
  const { at, by, requestId, genuine, ended } = receipt;
  const { sessions, tokens, invitations, permissions } = ended;
  return (
    <Card
      title="Receipt of the departure"
      actions={
        <StatusBadge tone={genuine ? 'good' : 'bad'}>
          {genuine ? 'Signature is good' : 'Signature is wrong'}
        </StatusBadge>
      }
    >
      <Text size="sm">
        Out <When at={at} />, by <ActorName actor={by} />
        {requestId !== null && by.startsWith('token:') && (
          <>
            {' '}
            (<ActivityLink request={requestId}>the request</ActivityLink>)
          </>
        )}
        . What ended at that moment:
      </Text>
      <List size="sm">
        <List.Item>{counted(sessions.length, 'session')}</List.Item>
        <List.Item>{counted(tokens.length, 'token')}</List.Item>
        <List.Item>{counted(invitations.length, 'invitation')}</List.Item>
        <List.Item>
          {permissions.length === 0
            ? 'no roles'
            : permissions.map(({ entryPoint, role }) => `${role} on ${entryPoint}`).join(', ')}
        </List.Item>
      </List>
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} />}
          onClick={() => download(receipt)}
        >
          Download the signed receipt
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        Anybody can verify it with the public keys of this service, under /v1/receipt-keys.
      </Text>
    </Card>
  );
}

function counted(count: number, what: string): string {
  if (count === 0) return `no ${what}s`;
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

function download({ id, jws }: Receipt): void {
  const url = URL.createObjectURL(new Blob([jws], { type: 'application/jose' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `receipt-${id}.jws`;
  link.click();
  URL.revokeObjectURL(url);
}
