import { Button, Group, Text } from '@mantine/core';
import type { SignInMethod } from '../../api/me.ts';
import type { Instant } from '../../api/types.ts';
import { StatusBadge } from '../../components/status-badge.tsx';
import { When } from '../../components/when.tsx';
import { deviceOf } from './device.ts';
import classes from './session-row.module.css';

export interface OwnSession {
  readonly id: string;
  readonly organizationId: string;
  readonly method: SignInMethod;
  readonly createdAt: Instant;
  readonly seenAt: Instant;
  readonly address: string;
  /** What the browser said of itself. */
  readonly userAgent: string;
  readonly current: boolean;
}

const BY: Readonly<Record<SignInMethod, string>> = {
  password: 'by password',
  oidc: 'by single sign-on',
  setup: 'by setting up the service',
  'admin-link': "by the operator's link",
  invitation: 'by accepting an invitation',
};

interface SessionRowProps {
  readonly session: OwnSession;
  /** Name of the one that it is of, where there are several. */
  readonly organization: string | undefined;
  readonly onEnd: () => void;
}

export function SessionRow({ session, organization, onEnd }: SessionRowProps) {
  const { method, createdAt, seenAt, address, userAgent, current } = session;
  const device = deviceOf(userAgent);
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <Group gap="xs">
          <Text size="sm" fw={600} title={userAgent}>
            {device}
          </Text>
          {current && <StatusBadge tone="good">This one</StatusBadge>}
        </Group>
        <Text size="sm" c="dimmed">
          {organization !== undefined && `${organization} · `}
          {address} · last used <When at={seenAt} /> · signed in <When at={createdAt} />{' '}
          {BY[method]}
        </Text>
      </div>
      {!current && (
        <Button
          variant="default"
          size="xs"
          flex="none"
          onClick={onEnd}
          aria-label={`End the session of ${device} at ${address}`}
        >
          End
        </Button>
      )}
    </li>
  );
}
